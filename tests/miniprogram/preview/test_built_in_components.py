"""WeChat's own components, on the fixture's pages."""
import json

import pytest

from tests.miniprogram.preview.conftest import Phone


@pytest.fixture
def form(phone: Phone) -> Phone:
    return phone.open("pages/form/form")


@pytest.fixture
def show(phone: Phone) -> Phone:
    return phone.open("pages/show/show")


def test_fields_tell_what_is_typed(form: Phone) -> None:
    title = form.page.get_by_label("作品标题")
    title.fill("春天来了吗")
    form.report("typed 春天来了吗 5")
    assert (title.get_attribute("maxlength"), title.get_attribute("placeholder")) == ("5", "标题")
    title.press("Enter")
    form.report("sent 春天来了吗")
    form.box("#two-way input").fill("新")
    form.see("#both", "新")
    form.box("#story textarea").fill("很长")
    form.box("#two-way input").focus()
    form.report("left 很长")


def test_switches_boxes_and_labels_change_by_taps(form: Phone) -> None:
    form.tap("#switch")
    form.report('{"value":true}')
    form.tap("#a")
    form.report('{"value":["a","b"]}')
    form.tap("#for-y")
    form.report('{"value":"y"}')
    form.tap("#to-y")
    form.report('{"value":"x"}')
    assert form.box("input:checked").count() == 4


def test_pickers_answer_an_index_a_date_a_time_and_several_indices(form: Phone) -> None:
    form.tap("#choice")
    form.page.get_by_role("option", name="蓝").tap()
    form.say("确定")
    form.report('{"value":2}')
    form.tap("#when")
    form.page.get_by_role("option", name="9月").tap()
    form.say("确定")
    form.report('{"value":"2022-09-05"}')
    form.tap("#hour")
    form.page.get_by_role("option", name="10").first.tap()
    form.say("确定")
    form.report('{"value":"10:30"}')
    form.tap("#several")
    form.page.get_by_role("option", name="乙").tap()
    form.page.get_by_role("option", name="四").tap()
    form.say("确定")
    form.report('{"value":[1,1]}')
    form.tap("#several")
    form.say("取消")
    form.report("cancelled")


def test_a_form_collects_every_named_field_and_can_be_cleared(form: Phone) -> None:
    form.page.get_by_label("作品标题").fill("题")
    form.tap("#slider")
    form.page.get_by_text("自己的 0 0").tap()
    form.tap("#submit")
    form.page.wait_for_function("document.querySelector('#report').innerText.includes('title')")
    value = json.loads(form.box("#report").inner_text())
    assert value.pop("many") in (4, 6)
    assert value == {"title": "题", "story": "", "on": False, "kinds": ["b"], "one": "x", "choice": "1",
                     "when": "2022-08-25", "hour": "09:30", "own": "第1"}
    form.tap("#reset")
    form.report("reset")
    assert form.page.get_by_label("作品标题").input_value() == ""


def test_pictures_are_found_in_the_package_and_broken_ones_told(show: Phone) -> None:
    show.see("#pictures", 'load {"width":8,"height":8}, broken broken')
    show.page.wait_for_function("[...document.querySelectorAll('#picture img, #nearby img')].every((one) => one.naturalWidth === 8)")
    assert show.do("document.querySelector('#picture').getBoundingClientRect().height") == 40


def test_a_swiper_tells_its_page_and_a_scroll_view_its_end(show: Phone) -> None:
    show.tap("#next")
    show.report('change {"current":1,"currentItemId":"","source":""}')
    assert show.box("#swiper .dot").count() == 3
    show.tap("#down")
    show.report("lower")
    assert show.do("document.querySelector('#scroll').scrollTop") > 100


def test_rich_text_keeps_words_and_drops_what_runs(show: Phone) -> None:
    assert show.box("#rich").inner_html() == '<div id="i"><p class="r">好<b>字</b></p></div>'


def test_progress_icon_and_canvas_are_drawn_and_measured(show: Phone) -> None:
    assert show.box("#progress").get_attribute("aria-valuenow") == "62"
    assert "62%" in show.box("#progress").inner_text()
    assert show.box("#icon").inner_text() == "✓"
    show.tap("#measure")
    show.report("80 50 0 wxfile://tmp_")
    show.page.wait_for_function("document.querySelector('#kept img').naturalWidth === 300")


def test_a_films_playing_and_pausing_are_told(show: Phone) -> None:
    show.page.evaluate(FILM)
    show.report("played")
    show.do("wx.createVideoContext('video').pause()")
    show.report("paused")


FILM = """async () => {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' })
  const parts = []
  recorder.ondataavailable = (event) => parts.push(event.data)
  const stopped = new Promise((done) => { recorder.onstop = done })
  recorder.start()
  for (let at = 0; at < 20; at++) {
    pen.fillRect(at * 5, 0, 5, 50)
    await new Promise((done) => setTimeout(done, 25))
  }
  recorder.stop()
  await stopped
  preview.pick([new File(parts, 'film.webm', { type: 'video/webm' })])
  const { tempFiles: [film] } = await new Promise((success, fail) => {
    preview.wx.chooseMedia({ count: 1, mediaType: ['video'], success, fail })
    const agree = () => [...document.querySelectorAll('.dialog button')].find((one) => one.innerText === '同意')
    setTimeout(() => agree().click(), 50)
  })
  preview.pages()[0].setData({ film: film.tempFilePath })
  await new Promise((done) => setTimeout(done, 100))
  preview.wx.createVideoContext('video').play()
  return film
}"""


def test_a_navigator_opens_its_page_by_a_tap_and_by_the_keyboard(phone: Phone) -> None:
    phone.open("pages/bare/bare")
    phone.tap("#more")
    phone.see("#bare", '{"n":"9"}')
    phone.box("#more").focus()
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_function("preview.pages().length === 3")


def test_sharing_shows_what_would_be_sent(phone: Phone) -> None:
    phone.open("pages/bare/bare")
    phone.tap("#share")
    phone.say("发送")
    phone.page.get_by_label("更多").tap()
    phone.say("分享到朋友圈")
    phone.say("发送")
    assert [(one["kind"], one["title"], one["path"]) for one in phone.do("preview.shares")] == [
        ("friend", "转给你", "/pages/bare/bare?from=buttonbare"), ("timeline", "朋友圈", "/pages/bare/bare")]
