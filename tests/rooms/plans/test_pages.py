import pytest

pytestmark = pytest.mark.usefixtures("now")


def test_the_plan_page_shows_the_whole_plan(making):
    plan, goal, activity = making.filled()
    client = making.world.client(making.world.ingrid)

    page = client.get(f"/plans/{plan.pk}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "Jeg vil tilbake på verkstedet." in text
    assert "Trening med logoped" in text
    assert f"/plans/activities/{activity.pk}/" in text
