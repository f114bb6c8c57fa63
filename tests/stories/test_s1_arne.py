"""S1 Arne (Trondheim): from stroke to a plan with work as the goal."""

import pytest

from stories.arne import Arne


@pytest.fixture(scope="module")
def arne(stage):
    return Arne(stage)


@pytest.mark.story("S1.1")
def test_the_notice_lands_in_the_adult_office_of_his_district_without_anyone_choosing_it(arne):
    arne.when_the_ward_sends_a_notice_with_his_address_and_the_day_he_comes_home()
    arne.then_it_lies_in_the_adult_office_of_his_district()
    arne.then_the_preview_of_the_rules_says_the_same()


@pytest.mark.story("S1.2")
def test_a_human_acknowledgement_is_a_second_fact_that_the_sender_sees(arne):
    arne.then_the_ward_has_a_receipt_at_once_and_no_human_answer()
    arne.when_ingrid_acknowledges()
    arne.then_the_ward_sees_that_a_person_has_read_it()


@pytest.mark.story("S1.3")
def test_his_own_wish_is_recorded_before_the_content_is_shown_beyond_the_unit(arne):
    arne.then_what_the_ward_says_of_his_consent_is_shown()
    arne.then_nobody_beyond_the_unit_reads_it_before_he_is_asked()
    arne.when_he_says_that_he_wants_to_be_assessed()
    arne.then_his_wish_stands_there_and_the_content_is_his_to_read()


@pytest.mark.story("S1.4")
def test_the_assessment_begins_with_what_is_important_in_his_own_words(arne):
    arne.when_the_follow_up_begins()
    arne.when_he_says_what_is_important_with_help()
    arne.when_the_assessment_is_written()
    arne.then_it_begins_with_his_words_and_holds_everything()


@pytest.mark.story("S1.5")
def test_a_service_names_a_coordinator_and_she_accepts(arne):
    arne.when_a_service_is_asked_for_a_coordinator()
    arne.when_it_names_kari_and_she_says_yes()
    arne.when_ingrid_appoints_her()
    arne.then_she_is_coordinator_and_sees_his_file()


@pytest.mark.story("S1.6")
def test_the_plan_is_not_put_into_force_before_what_the_law_requires_is_there(arne):
    arne.when_kari_writes_the_plan_with_his_work_goal()
    arne.then_it_cannot_be_put_into_force_before_it_is_complete()
    arne.when_the_services_agree_to_what_they_are_asked()
    arne.when_the_rest_is_written()
    arne.then_everything_the_law_asks_for_is_there_but_his_yes()


@pytest.mark.story("S1.7")
def test_an_activity_that_does_not_begin_shows_to_coordinator_and_unit(arne):
    arne.when_jon_starts_and_the_speech_therapist_does_not()
    arne.then_what_has_not_begun_shows_to_coordinator_and_unit()


@pytest.mark.story("S1.8")
def test_arne_adds_to_the_plan_and_his_yes_is_part_of_the_revision(arne):
    arne.when_arne_reads_it_adds_to_it_and_says_yes()
    arne.when_kari_puts_it_into_force()
    arne.then_the_plan_is_active()
    arne.then_his_yes_is_part_of_the_revision()


@pytest.mark.story("S1.9")
def test_the_plan_on_paper_says_the_same_in_the_same_order(arne):
    arne.then_the_plan_on_paper_says_the_same_in_the_same_order()


@pytest.mark.story("S1.log")
def test_what_the_log_says_of_arne(arne):
    arne.then_the_log_tells_it_all()
