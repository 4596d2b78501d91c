"""What an organizer reads after a backup was put back."""

import pytest
from flask_babel import force_locale

from judging.cli.restored_access import tell_access
from judging.services.restored_access import AccessReport, SeatName

EVERYTHING = AccessReport(
    is_compared=True,
    is_ancestor=True,
    sessions_ended=4,
    seats=(SeatName("cup", "final", 1, 2),),
    removed=(
        SeatName("cup", "final", 1, 5),
        SeatName("cup", "final", 1, 6),
        SeatName("cup", "final", 2, 1),
    ),
    codes=3,
    accounts={"P2": "wu@example.org", "P1": "lin@example.org"},
)
UNKNOWN = AccessReport(is_compared=False, sessions_ended=0)


ENGLISH = """
These seats were taken away after the backup and are on their panels again. Nobody can enter \
there: card, PIN and sign-ins are void.
  - cup, heat final/1, seats: 5, 6
  - cup, heat final/2, seats: 1

Take each of them away again on the page Panel (or make it a new card, if it is to judge after \
all) before tablets send their sheets: start first without --lan, so that no tablet reaches it. \
Once a panel has score sheets its seats stay, and the heat waits for each of these until it is \
entered as absent.

Staff and contestants have to sign in again (sign-ins ended: 4). Judges' tablets that were signed \
in go on.

Cards of these seats were made anew or revoked after the backup. It stays so: the newest card \
opens the seat, a revoked one opens nothing.
  - cup, heat final/1, seats: 2

Access codes were made anew after the backup. It stays so, the earlier codes open nothing; \
entries: 3

Password or offices of these accounts are those of the backup again. Set the password anew \
(judging organizer password), or take the office away (page People), wherever that is not right:
  - lin@example.org
  - wu@example.org
"""
CHINESE = """
以下席位在备份之后已移除，现在又回到评审组中。\
无人能进入这些席位：席位卡、PIN 码和登录均已作废。
  - cup，场次 final/1，席位：5、6
  - cup，场次 final/2，席位：1

请在平板发送评分表之前（先不加 --lan 启动，使平板连不上），\
在“评审组”页面再次移除这些席位；如果该席位仍要评分，请换发新卡。\
评审组一旦有了评分表，席位就不能再移除，\
该场次会一直等待这些席位，直到记为缺席。

工作人员和选手需要重新登录（已结束 4 个登录）；已登录的评委平板继续有效。

以下席位的席位卡在备份之后换发过或已撤销，现在依然如此：\
最新的卡有效，已撤销的卡无效。
  - cup，场次 final/1，席位：2

备份之后换过的查询码依然有效，旧码作废；涉及参赛项目 3 个

以下账号的密码或职务又回到备份时的状态。如不正确，\
请重设密码（judging organizer password），或在“人员”页面撤销职务：
  - lin@example.org
  - wu@example.org
"""


@pytest.fixture
def told(app, capsys):
    """Return a function that gives what is told of a report in a language."""

    def tell(report, language):
        with app.app_context(), force_locale(language):
            tell_access(report)
        return capsys.readouterr().out

    return tell


def test_seats_that_are_back_on_their_panel_are_told_first_and_what_to_do_with_them(told):
    assert told(EVERYTHING, "en") == ENGLISH


def test_the_same_is_told_in_chinese(told):
    assert told(EVERYTHING, "zh_Hans") == CHINESE


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (UNKNOWN, "no earlier database of this installation could be read"),
        (AccessReport(is_compared=True, sessions_ended=0), "another backup was put back before"),
    ],
)
def test_where_not_all_is_known_the_desk_is_told_what_to_check_by_hand(told, report, reason):
    first, second, *others = told(report, "en").strip().split("\n\n")
    assert reason in first
    assert second.startswith("Check by hand before judges mark on: take seats away again")
    assert len(others) == 1, "who signs in again"


def test_where_nothing_was_taken_away_there_is_nothing_to_check(told):
    report = AccessReport(is_compared=True, is_ancestor=True, sessions_ended=0)
    assert told(report, "en").strip().count("\n") == 0
