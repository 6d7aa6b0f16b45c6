"""Intervals: known values, the edges, determinism, and coverage that would betray a wrong resampling unit."""

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import adjust_p, bootstrap_mean, bootstrap_share, few, rule, wilson


def test_wilson_agrees_with_scipy():
    stats = pytest.importorskip("scipy.stats")
    for k, n, level in [(0, 1, 0.95), (1, 1, 0.95), (3, 10, 0.95), (7, 43, 0.9), (500, 1000, 0.99)]:
        peer = stats.binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
        assert wilson(k, n, level=level) == pytest.approx((peer.low, peer.high), abs=1e-12)


def test_wilson_is_vectorised_and_undefined_without_trials():
    low, high = wilson(pd.Series([0, 2, 4]), pd.Series([0, 4, 4]))
    assert np.isnan(low[0]) and np.isnan(high[0])
    assert low[1] < 0.5 < high[1] and high[2] == 1
    n = np.arange(1, 200)
    assert (wilson(0 * n, n)[0] == 0).all() and (wilson(n, n)[1] == 1).all()
    assert all(len(part) == 0 for part in wilson([], []))


@pytest.mark.parametrize("k, n", [(-1, 3), (4, 3), (1, 0)])
def test_wilson_refuses_impossible_counts(k, n):
    with pytest.raises(ValueError, match="0 <= k <= n"):
        wilson(k, n)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_level_is_a_probability(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, level=level)
    with pytest.raises(ValueError, match="between 0 and 1"):
        bootstrap_mean([1, 2], level=level)


def test_bootstrap_repeats_itself_and_ignores_row_order():
    rng = np.random.default_rng(5)
    values, clusters = rng.normal(size=60), np.repeat(list("abcdef"), 10)
    order = rng.permutation(60)
    assert bootstrap_mean(values) == bootstrap_mean(values[order])
    assert bootstrap_mean(values, clusters) == pytest.approx(bootstrap_mean(values[order], clusters[order]))
    assert bootstrap_mean(values, seed=1) != bootstrap_mean(values, seed=2)


def test_bootstrap_leaves_the_global_generator_alone():
    np.random.seed(1)
    expected = np.random.random()
    np.random.seed(1)
    bootstrap_mean([1.0, 2.0, 3.0])
    assert np.random.random() == expected


def test_bootstrap_of_many_values_is_near_the_normal_interval():
    values = np.random.default_rng(2).normal(3, 2, size=400)
    half = 1.96 * values.std(ddof=1) / 20
    low, high = bootstrap_mean(values)
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.03)


def test_clusters_widen_the_interval_when_documents_differ():
    clusters = np.repeat(np.arange(8), 50)
    values = np.random.default_rng(3).normal(size=400) + 2 * clusters
    by_value, by_document = bootstrap_mean(values), bootstrap_mean(values, clusters)
    assert by_document[1] - by_document[0] > 3 * (by_value[1] - by_value[0])
    assert bootstrap_mean(values, np.zeros(400)) == by_value  # a single cluster: values are resampled


def test_bootstrap_share_is_the_ratio_of_sums():
    # two documents, 1 of 10 and 30 of 90: a draw is 1/10, 31/100 or 30/90, never the mean of the two shares
    assert bootstrap_share([1, 30], [10, 90]) == pytest.approx((0.1, 30 / 90))
    low, high = bootstrap_share([1, 30], [10, 90], level=0.2)
    assert (low, high) == pytest.approx((0.31, 0.31))


def test_undefined_is_nan():
    for case in ([], [1.0], [np.nan, 2.0]):
        assert np.isnan(bootstrap_mean(case)).all()
    assert np.isnan(bootstrap_share([0, 0], [0, 0])).all()
    assert bootstrap_mean([1.0, 2.0, np.nan]) == bootstrap_mean([1.0, 2.0])


def test_bootstrap_refuses_unequal_lengths_and_missing_clusters():
    with pytest.raises(ValueError, match="Lengths differ"):
        bootstrap_mean([1.0, 2.0], ["a"])
    with pytest.raises(ValueError, match="doc_id"):
        bootstrap_mean([1.0, 2.0, 3.0], ["a", None, "b"])


def test_rule_and_few():
    assert rule(1).caption == "if sentences were exchangeable" and rule(1).faint
    assert rule(2).caption == "bootstrap over documents" and not rule(2).faint
    assert rule(0).caption == "no interval"
    with pytest.raises(ValueError):
        rule(-1)
    assert few(4) is True and few(5) is False
    assert list(few(pd.Series([0, 4, 5, 90]))) == [True, True, False, False]


def test_adjusted_p_keeps_its_place_and_leaves_out_what_was_not_tested():
    adjusted = adjust_p([0.04, np.nan, 0.01, 0.9])
    assert adjusted == pytest.approx([0.06, np.nan, 0.03, 0.9], nan_ok=True)
    assert len(adjust_p([])) == 0 and np.isnan(adjust_p([np.nan])).all()
    assert (adjust_p([0.5, 0.6, 1.0]) <= 1).all()
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust_p([1.2])
