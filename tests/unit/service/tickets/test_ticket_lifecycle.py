"""The life of a work order (facts 1.6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.face import IllegalMove
from service.tickets.kinds import BizType
from service.tickets.lifecycle import Action, Status, check_merge, customer_status, is_open, legal_moves, move


def walk(*actions: Action) -> Status:
    status = Status.ACCEPTED
    for action in actions:
        status = move(status, action)
    return status


FULL = (
    Action.DISPATCH,
    Action.TAKE,
    Action.ARRIVE,
    Action.WORK,
    Action.FINISH,
    Action.CALL_BACK,
    Action.ARCHIVE,
)


def test_the_full_way_of_a_fault() -> None:
    seen = [walk(*FULL[:length]).value for length in range(len(FULL) + 1)]
    assert seen == ["受理", "派单", "接单", "到达现场", "处理", "办结", "回访", "归档"]


def test_a_returned_order_is_dispatched_again() -> None:
    assert walk(Action.DISPATCH, Action.TAKE, Action.RETURN) is Status.RETURNED
    assert walk(Action.DISPATCH, Action.RETURN, Action.DISPATCH, Action.TAKE) is Status.TAKEN


def test_a_known_outage_is_explained_and_done_at_once() -> None:
    assert walk(Action.FINISH) is Status.DONE


def test_without_a_callback_an_order_is_archived_when_done() -> None:
    assert walk(Action.FINISH, Action.ARCHIVE) is Status.ARCHIVED


def test_a_customer_who_is_still_dark_gets_his_order_reopened() -> None:
    assert walk(*FULL[:5], Action.REOPEN) is Status.DISPATCHED
    assert walk(*FULL[:6], Action.REOPEN, Action.TAKE) is Status.TAKEN


def test_a_merged_order_ends_with_its_main_order_and_is_called_back_too() -> None:
    assert walk(Action.MERGE, Action.FINISH, Action.CALL_BACK) is Status.CALLED_BACK
    assert walk(Action.MERGE, Action.SPLIT, Action.TAKE) is Status.TAKEN


@pytest.mark.parametrize(
    "actions",
    [
        (Action.ARRIVE,),
        (Action.TAKE,),
        (Action.REOPEN,),
        (Action.DISPATCH, Action.FINISH),
        (Action.DISPATCH, Action.DISPATCH),
        (*FULL[:3], Action.CANCEL),
        (*FULL[:4], Action.RETURN),
        (*FULL[:5], Action.FINISH),
        (*FULL, Action.REOPEN),
        (Action.CANCEL, Action.DISPATCH),
        (Action.MERGE, Action.CANCEL),
    ],
)
def test_a_step_out_of_order_is_refused(actions: tuple[Action, ...]) -> None:
    before = walk(*actions[:-1])
    with pytest.raises(IllegalMove):
        move(before, actions[-1])


def test_only_archived_and_withdrawn_orders_are_at_their_end() -> None:
    assert {status for status in Status if not is_open(status)} == {Status.ARCHIVED, Status.CANCELLED}


@given(st.sampled_from(Status), st.sampled_from(Action))
def test_a_move_is_legal_exactly_when_it_is_offered(status: Status, action: Action) -> None:
    if action in legal_moves(status):
        assert (move(status, action) is status) == (action is Action.CONTACT)
    else:
        with pytest.raises(IllegalMove):
            move(status, action)


@given(st.lists(st.integers(min_value=0, max_value=9), max_size=30))
def test_every_walk_can_still_come_to_an_end(choices: list[int]) -> None:
    status = Status.ACCEPTED
    for choice in choices:
        moves = legal_moves(status)
        if not moves:
            break
        status = move(status, moves[choice % len(moves)])
    reachable, frontier = {status}, [status]
    while frontier:
        here = frontier.pop()
        fresh = {move(here, action) for action in legal_moves(here)} - reachable
        reachable |= fresh
        frontier.extend(fresh)
    assert reachable & {Status.ARCHIVED, Status.CANCELLED}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.ACCEPTED, "已受理"),
        (Status.DISPATCHED, "已派单"),
        (Status.RETURNED, "已派单"),
        (Status.TAKEN, "已接单"),
        (Status.ARRIVED, "已到达现场"),
        (Status.WORKING, "处理中"),
        (Status.DONE, "已处理，待回访"),
        (Status.CALLED_BACK, "待评价"),
        (Status.ARCHIVED, "已办结"),
        (Status.CANCELLED, "已撤销"),
        (Status.MERGED, "已合并"),
    ],
)
def test_what_the_customer_is_told(status: Status, told: str) -> None:
    assert customer_status(status) == told


def test_a_merged_order_names_its_main_order() -> None:
    assert customer_status(Status.MERGED, main_number="GD20260812001") == "已合并到工单GD20260812001"


@pytest.mark.parametrize(
    ("main", "side"), [(BizType.FAULT, BizType.COMPLAINT), (BizType.SERVICE, BizType.FAULT)]
)
def test_only_faults_are_merged(main: BizType, side: BizType) -> None:
    with pytest.raises(IllegalMove):
        check_merge(main, side)
    check_merge(BizType.FAULT, BizType.FAULT)
