from django.urls import path

from knutepunkt.front import views, views_sessions
from knutepunkt.front.local_sign_in import views as local
from knutepunkt.front.local_sign_in import views_own
from knutepunkt.front.reviews import views as reviews
from knutepunkt.front.signing_in import views as signing_in

app_name = "front"
urlpatterns = [
    path("", views.start, name="start"),
    path("day/", views.day, name="day"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/with/<slug:key>/", signing_in.start, name="oidc-start"),
    path("sign-in/with/<slug:key>/back/", signing_in.back, name="oidc-back"),
    path("sign-in/with/<slug:key>/no-role/", signing_in.no_role, name="oidc-no-role"),
    path("sign-in/with/<slug:key>/signed-out/", signing_in.signed_out, name="oidc-signed-out"),
    path("sign-in/with/<slug:key>/back-channel/", signing_in.back_channel, name="oidc-back-channel"),
    path("sign-in/with/<slug:key>/front-channel/", signing_in.front_channel, name="oidc-front-channel"),
    path("sign-in/local/", local.sign_in, name="local-sign-in"),
    path("sign-in/local/passkey/", local.passkey, name="local-passkey"),
    path("sign-in/invitation/<str:token>/", local.invitation, name="invitation"),
    path("sign-in/invitation/<str:token>/passkey/", local.invitation_passkey, name="invitation-passkey"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.language, name="language"),
    path("account/", views.account, name="account"),
    path("account/sessions/", views_sessions.sessions, name="sessions"),
    path("account/sessions/end/", views_sessions.end_everywhere, name="end-sessions"),
    path("account/sessions/<uuid:session_id>/end/", views_sessions.end_session, name="end-session"),
    path("account/sign-in/", views_own.show, name="own-sign-in"),
    path("account/sign-in/proof/code/", views_own.prove_by_code, name="prove-by-code"),
    path("account/sign-in/proof/passkey/", views_own.prove_by_passkey, name="prove-by-passkey"),
    path("account/sign-in/passkeys/new/", views_own.add_passkey, name="add-passkey"),
    path("account/sign-in/passkeys/<uuid:passkey_id>/end/", views_own.remove_passkey, name="remove-passkey"),
    path("account/sign-in/code-app/end/", views_own.remove_code_app, name="remove-code-app"),
    path("account/sign-in/recovery-codes/new/", views_own.renew_recovery_codes, name="renew-recovery-codes"),
    path("account/stay/", views_sessions.stay, name="stay"),
    path("account/other-self/", views_sessions.other_self, name="other-self"),
    path("account/workplaces/", views_sessions.my_workplaces, name="workplaces"),
    path("drafts/<path:form_key>/", views.draft, name="draft"),
    path("search/", views.search, name="search"),
    path("overview/", views.overview, name="overview"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<uuid:item_id>/", reviews.review, name="review"),
    path("units/", views.units, name="units"),
    path("units/<slug:organisation>/", views.units_of, name="units-of"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
