"""The closed lists of the room: kinds of organisation, sectors, target groups, statutory functions' codes come from law."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is. A city district only where it is a controller of its own (Oslo)."""

    MUNICIPALITY = "municipality", _("Municipality")
    CITY_DISTRICT = "city-district", _("City district")
    HOSPITAL_TRUST = "hospital-trust", _("Hospital trust")
    REGION = "region", _("Regional health authority")
    PRIVATE_INSTITUTION = "private-institution", _("Private institution with agreement")
    INTER_MUNICIPAL = "inter-municipal-institution", _("Inter-municipal institution")
    COUNTY = "county", _("County")
    NAV_OFFICE = "nav-office", _("NAV office")
    GP_PRACTICE = "gp-practice", _("GP practice")
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    SCHOOL = "school", _("School")
    EDUCATIONAL_PSYCHOLOGICAL = "educational-psychological-service", _("Educational-psychological service")
    CHILD_WELFARE = "child-welfare", _("Child welfare service")
    CRISIS_CENTRE = "crisis-centre", _("Crisis centre")
    REFUGEE_SERVICE = "refugee-service", _("Refugee service")
    ASSISTIVE_DEVICES = "assistive-device-centre", _("Assistive-device centre")
    USER_ORGANISATION = "user-organisation", _("User organisation")
    VOLUNTEER = "volunteer", _("Volunteer organisation")
    EMPLOYER = "employer", _("Employer")
    COUNTY_GOVERNOR = "county-governor", _("County governor")
    OPERATOR = "operator", _("Operator of this installation")


class Sector(models.TextChoices):
    """Which law and which confidentiality a unit works under."""

    HEALTH = "health", _("Municipal health and care")
    SPECIALIST = "specialist", _("Specialist health service")
    WORK = "work", _("NAV and work")
    EDUCATION = "education", _("School and kindergarten")
    CHILD_WELFARE = "child-welfare", _("Child welfare")
    HOUSING = "housing", _("Housing")
    PRIVATE = "private", _("Family, volunteers and others")


class TargetGroup(models.TextChoices):
    """Whom a unit works for, by age."""

    CHILD = "child", _("Children and young people")
    ADULT = "adult", _("Adults")
    BOTH = "both", _("All ages")


class UnitKind(models.TextChoices):
    """What a unit is for."""

    COORDINATING = "coordinating", _("Coordinating unit")
    OFFICE = "office", _("Office")
    WARD = "ward", _("Ward or department")
    SERVICE = "service", _("Service")
    PARTNER = "partner", _("Partner in another organisation")


class RoutedKind(models.TextChoices):
    """What a routing rule may ask of the kind of a notice: the kinds of the room `intake`, which lies above (a test compares)."""

    PLAN_OR_COORDINATOR = "plan-or-coordinator", _("Need for a plan or a coordinator")
    POSSIBLE_NEED = "possible-need", _("Possible need for habilitation or rehabilitation")
    OWN_REQUEST = "own-request", _("Own request")
    DISCHARGE = "discharge", _("Discharge from hospital")
    UNADDRESSED = "unaddressed", _("A case without an address")
    OWN_INITIATIVE = "own-initiative", _("On a service's own initiative")
    ENQUIRY = "enquiry", _("Enquiry without a person")


class RoutedPlace(models.TextChoices):
    """What a routing rule may ask of the place of stay: the kinds of stay of the room `people`, which lies above."""

    HOME = "home", _("At home")
    HOSPITAL = "hospital", _("In hospital")
    REHABILITATION = "rehabilitation", _("In a rehabilitation institution")
    NURSING_HOME = "nursing-home", _("In a nursing home")
    STUDENT = "student", _("Student away from home")
    INSTITUTION = "institution", _("In an institution elsewhere")
    PRISON = "prison", _("In prison")
    RECEPTION_CENTRE = "reception-centre", _("In a reception centre")
    NO_FIXED_ADDRESS = "no-fixed-address", _("No fixed address")
