"""Fairness: how a panel agrees, whether results hold, and what other rules would change.

Nothing here is stored or published; every page reads marks that stand still, for the chief judge,
the organizer and the auditor.
"""

from flask import request

from judging.queries.adjustments import find_adjustment
from judging.queries.dry_runs import run_dry
from judging.queries.panel_health import SEED, list_bench_health
from judging.queries.stability import find_stability
from judging.web.access import permission
from judging.web.organizer import blueprint
from judging.web.organizer.adjustment_view import AdjustmentView
from judging.web.organizer.dry_run_view import DryRunView
from judging.web.organizer.fairness_pages import current_scope, render_fairness
from judging.web.organizer.health_view import HealthView
from judging.web.organizer.rule_choice_names import choice_name, short_name
from judging.web.organizer.stability_view import StabilityView

_PATH = "/<competition>/fairness/<round_key>"


@blueprint.get(_PATH + "/dry-run")
@permission("fairness.read")
def dry_run(competition: str, round_key: str) -> str:
    """Count the same marks under two rule sheets, and say whose prize changes."""
    scope = current_scope(round_key)
    if scope.obstacle:
        return render_fairness("dry_run", scope)
    found = run_dry(scope, request.args.get("before", ""), request.args.get("after", ""))
    return render_fairness(
        "dry_run",
        scope,
        found=found,
        view=DryRunView(found),
        rule_options=[(choice.key, choice_name(choice)) for choice in found.choices],
        names=(choice_name(found.before), choice_name(found.after)),
        short_names=(short_name(found.before), short_name(found.after)),
    )


@blueprint.get(_PATH + "/health")
@permission("fairness.read")
def panel_health(competition: str, round_key: str) -> str:
    """Show how far judges agree, and how each of them marks."""
    scope = current_scope(round_key)
    if scope.obstacle:
        return render_fairness("health", scope)
    views = [HealthView(found) for found in list_bench_health(scope)]
    return render_fairness("health", scope, views=views, seed=SEED)


@blueprint.get(_PATH + "/stability")
@permission("fairness.read")
def stability(competition: str, round_key: str) -> str:
    """Show whether winner, prizes and next round hold without a judge and under other trims."""
    scope = current_scope(round_key)
    if scope.obstacle:
        return render_fairness("stability", scope)
    found = find_stability(scope)
    view = None if found is None else StabilityView(found)
    return render_fairness("stability", scope, view=view, seed=SEED)


@blueprint.get(_PATH + "/adjustment")
@permission("fairness.read")
def adjustment(competition: str, round_key: str) -> str:
    """Show raw and adjusted means side by side, or why panels cannot be adjusted together."""
    scope = current_scope(round_key)
    if scope.obstacle:
        return render_fairness("adjustment", scope)
    return render_fairness("adjustment", scope, view=AdjustmentView(find_adjustment(scope)))
