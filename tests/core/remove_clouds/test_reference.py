"""REFERENCE of cloud removal: a clear layer of another date teaches what lies under the cloud."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.remove_clouds.correction import planes_needed
from tests.core.conftest import CLOUD, TEN, make_place
from tests.core.runs import clean, read
from tests.makers import write_model


def test_an_older_clear_image_teaches_what_lies_under_the_cloud(place):
    older = (place.clear * 0.7 + 300 + np.random.default_rng(9).normal(0, 40, place.clear.shape)).astype(np.uint16)
    older[:, 60:80, 60:80] = 2500  # a field that has changed since
    reference = place.write('older.tif', older[:, ::2, ::2], TEN, nodata=0, pixel=20.0)
    made, mask, report = clean(place, reference=reference)
    without, _, _ = clean(place)
    hidden = mask == 1
    errors = [np.abs(m.astype(int) - place.clear)[:, hidden].mean() for m in (made, without)]
    assert errors[0] < 0.5 * errors[1] and 'REFERENCE' in ' '.join(report.decisions)


def test_the_cloudy_image_itself_is_no_reference(place):
    with pytest.raises(InputError, match='REFERENCE is INPUT itself'):
        clean(place, reference=place.s2)


def test_where_the_older_image_has_no_data_the_rest_still_works(place):
    older = place.clear.copy()
    older[:, 50:75] = 0
    made, mask, _ = clean(place, reference=place.write('older.tif', older, TEN, nodata=0), sar=place.s1)
    hidden = mask == 1
    error = np.abs(made.astype(int) - place.clear).mean(axis=0)
    assert error[hidden & (older[0] > 0)].mean() < 40 and error[hidden & (older[0] == 0)].mean() < 700


def test_an_older_stack_with_a_band_without_any_data_teaches_by_the_others(place):
    eleven = np.concatenate([place.clear / 1e4, np.full((1, 160, 160), np.nan)]).astype(np.float32)  # B10
    made, mask, report = clean(place, reference=place.write('older.tif', eleven, (*TEN, 'B10')))
    assert np.abs(made.astype(int) - place.clear)[:, mask == 1].mean() < 40
    assert 'REFERENCE: 10 band(s)' in ' '.join(report.decisions)


def dates(place):
    """Two other dates, before and after, each with a cloud that has been cut out and a look of its own."""
    rng = np.random.default_rng(4)
    before, after = ((place.clear * gain + lift + rng.normal(0, 60, place.clear.shape)).clip(1).astype(np.uint16)
                     for gain, lift in ((0.6, 400), (1.3, 100)))  # fmt: skip
    before[:, 40:70, 40:75], after[:, 70:110, 60:100] = 0, 0
    return (
        place.write('s2_20240601.tif', after[:4], TEN[:4], nodata=0),
        place.write('s2_20240401.tif', before[:, ::2, ::2], TEN, nodata=0, pixel=20.0),
    )


def test_references_before_and_after_fill_each_others_gaps(place):
    after, before = dates(place)
    image = place.write('s2_20240501.tif', place.cloudy, TEN, nodata=0)
    made, mask, report = clean(place, input=image, reference=(after, before))
    hidden = mask == 1

    def error(values):
        return np.abs(values.astype(int) - place.clear)[:, hidden].mean()

    alone = [error(clean(place, input=image, reference=path)[0]) for path in (after, before)]
    assert error(made) < 0.75 * min(alone)
    assert 'REFERENCE: 10, 4 band(s) of 2 other dates (2024-04-01 before, 2024-06-01 after)' in ' '.join(
        report.decisions
    )


def test_what_the_masks_of_the_references_hide_does_not_teach(place):
    after, _ = dates(place)
    clouded = place.clear.copy()
    clouded[:, 50:80, 50:80] = CLOUD // 3  # thin enough to pass for bright ground
    classes = np.full((1, 160, 160), 4, np.uint8)
    classes[:, 50:80, 50:80] = 9
    reference = place.write('clouded_20240410.tif', clouded, TEN, nodata=0), after
    masks = (
        place.write('clear_20240601.tif', np.full((1, 160, 160), 4, np.uint8)),
        place.write('scl_20240410.tif', classes),
    )
    with_masks, mask, report = clean(place, reference=reference, reference_masks=masks)
    without, _, _ = clean(place, reference=reference)
    errors = [np.abs(m.astype(int) - place.clear)[:, mask == 1].mean() for m in (with_masks, without)]
    assert errors[0] < 0.6 * errors[1] and 'REFERENCE_MASKS matched by date.' in report.decisions
    for wrong, sentence in (({'reference_masks': masks[:1]}, 'one for each'), ({'reference': ()}, 'without REFERENCE')):
        with pytest.raises(InputError, match=sentence):
            clean(place, **{'reference': reference, 'reference_masks': masks, **wrong})


def test_the_residual_is_kriged_where_asked_and_in_small_images(place):
    rng = np.random.default_rng(8)
    kinds = np.kron(rng.integers(0, 2, (20, 20)), np.ones((8, 8)))  # two crops that a line cannot tell apart
    place.clear[:, :, :] = (place.clear * (1 + 0.5 * np.sin(np.arange(160) / 25) * (kinds - 0.5))).astype(np.uint16)
    place.cloudy[:] = np.where(place.classes == 9, CLOUD, place.clear)
    older = np.stack([kinds * 900 + 500, place.db[0] * 50 + 2000]).astype(np.uint16)
    reference = place.write('older.tif', older, nodata=0)
    made = {name: clean(place, reference=reference, residual=name) for name in ('auto', 'pushpull', 'kriging')}
    hidden = made['auto'][1] == 1
    errors = {name: np.abs(m[0].astype(int) - place.clear)[:, hidden].mean() for name, m in made.items()}
    assert errors['kriging'] < 0.9 * errors['pushpull'] and np.array_equal(made['auto'][0], made['kriging'][0])
    assert 'its residual goes by kriging' in ' '.join(made['auto'][2].decisions)
    with pytest.raises(InputError, match='RESIDUAL "mean" is unknown'):
        clean(place, reference=reference, residual='mean')


def test_under_opaque_cloud_the_network_leaves_the_fit_alone_and_takes_off_a_haze(place, tmp_path):
    channels = planes_needed(TEN)  # hidden, ten of the fit, ten of what is observed
    brighter = np.hstack([np.zeros((10, 1)), 1.2 * np.eye(10), np.zeros((10, 10))])
    brighter = write_model(tmp_path / 'more.onnx', 'cloud-removal', channels, TEN, 'reflectance', brighter)
    older = place.write('older.tif', (place.clear * 0.7 + 300).astype(np.uint16), TEN, nodata=0)

    def both(**given):
        given.update(dilate=0, residual='pushpull')
        made = (clean(place, **given, **how)[0] for how in ({}, {'method': 'network', 'model': brighter}))
        return [each[:, cloud].astype(float) for each in made]

    cloud = place.classes[0] == 9
    fit, network = both(reference=older)
    assert np.abs(fit - network).max() <= 2  # of some 300 that the network would add
    fit, network = both(sar=place.s1)
    assert np.abs(network - fit).mean() < 0.02 * fit.mean()
    place.cloudy[:, cloud] = place.clear[:, cloud] + 10
    fit, network = both(sar=place.s1)
    assert np.abs(network - 1.2 * fit).mean() < 0.02 * fit.mean()


def test_the_tile_size_changes_nothing_with_references_and_kriging(tmp_path):
    place = make_place(tmp_path, 320)
    reference = dates(place)
    whole, _, _ = clean(place, reference=reference, tile_size=512)
    tiled, _, report = clean(place, reference=reference, tile_size=192, overlap=96)
    assert 'kriging' in ' '.join(report.decisions) and np.abs(tiled.astype(int) - whole).max() <= 2


def test_an_older_image_that_lies_two_pixels_off_is_moved_onto_the_image(place):
    older = (place.clear * 0.7 + 300).astype(np.uint16)
    errors = []
    for name, origin in (('right', (500000.0, 5600000.0)), ('off', (500020.0, 5600010.0))):
        reference = place.write(f'{name}.tif', older, TEN, nodata=0, origin=origin)
        made, mask, report = clean(place, reference=reference)
        errors.append(np.abs(made.astype(int) - place.clear)[:, mask == 1].mean())
        told = ' '.join(report.decisions)
        assert ('by phase correlation' in told) == (name == 'off')
    assert re.search(r'(0\.9|1\.\d) pixels above and (1\.\d|2\.\d) right of INPUT', told)
    assert errors[1] < 1.7 * errors[0]


def looks(place, count):
    """Undated files of other dates, each noisier than the one before."""
    rng = np.random.default_rng(11)
    return [
        place.write(f'look_{"abcdefghi"[k]}.tif', (place.clear * 0.8 + rng.normal(200, 40 * k + 20, place.clear.shape))
                    .clip(1).astype(np.uint16), TEN, nodata=0)
        for k in range(count)
    ]  # fmt: skip


def test_the_order_of_references_without_dates_changes_nothing_and_none_of_them_is_called_near(place):
    paths = looks(place, 7)
    made, _, report = clean(place, reference=tuple(paths), residual='pushpull')
    again, _, _ = clean(place, reference=tuple(paths[::-1]), residual='pushpull')
    assert np.array_equal(made, again)
    told = ' '.join(report.decisions)
    assert 'REFERENCE 1, 2, 3, 4, 5 tell most of INPUT (dates are not known)' in told and 'nearest' not in told


def test_the_log_numbers_references_as_they_were_given(place):
    later, earlier = dates(place)
    _, _, report = clean(place, reference=(later, earlier), reference_masks=(place.scl, place.scl), dilate=0)
    told = ' '.join(report.decisions)
    assert 'taken in the order given: not every layer and mask tells its date' in told
    assert 'REFERENCE 2 (s2_20240601' not in told and 'REFERENCE 1 (s2_20240401' not in told


def test_without_masks_the_log_says_that_references_count_as_clear_and_names_an_scl_that_is_not_used(place):
    (place.folder / 'older').mkdir()
    rng = np.random.default_rng(2)
    older = (place.clear * 0.8 + rng.normal(200, 40, place.clear.shape)).clip(1).astype(np.uint16)
    path = place.write('older/s2_20240401.tif', older, TEN, nodata=0)
    place.write('older/s2_20240401_SCL.tif', place.classes)
    undated = place.write('look.tif', older, TEN, nodata=0)  # beside the SCL of INPUT
    for reference, told in ((path, ' s2_20240401_SCL.tif beside it is not used: REFERENCE_MASKS takes it.'),
                            (undated, '')):  # fmt: skip
        _, _, report = clean(place, reference=reference, residual='pushpull')
        sentence = 'REFERENCE is given without REFERENCE_MASKS: where it has data it counts as clear.'
        assert sentence + told in report.decisions


def test_clouds_of_a_reference_that_lie_where_the_image_is_hidden_are_not_painted_into_it(place):
    older = (place.clear * 0.8 + 200).astype(np.uint16)
    clouds = place.classes[0] == 9
    older[:, clouds] = 6000 + np.random.default_rng(3).integers(0, 900, (10, np.count_nonzero(clouds)))
    made, mask, report = clean(place, reference=place.write('older.tif', older, TEN, nodata=0))
    without, _, _ = clean(place)
    hidden = mask == 1
    errors = [np.abs(m.astype(int) - place.clear)[:, hidden].mean() for m in (made, without)]
    assert errors[0] < 1.1 * errors[1]
    assert 'taken for cloud' in ' '.join(report.decisions)


def test_with_other_dates_the_uncertainty_lies_between_the_fits_and_the_networks(place, tmp_path):
    model = write_model(
        tmp_path / 'm.onnx', 'cloud-removal', planes_needed(TEN), TEN, 'reflectance', np.zeros((10, 21))
    )
    older = place.write('older.tif', (place.clear * 0.7 + 300).astype(np.uint16), TEN, nodata=0)
    sigma = {}
    for name, given in (('dates', {'reference': older}), ('radar', {'sar': place.s1})):
        for how in ({}, {'method': 'network', 'model': model}):
            path = str(tmp_path / 'sigma.tif')
            _, mask, _ = clean(place, residual='pushpull', uncertainty=path, **given, **how)
            sigma[name, bool(how)] = read(path)[:, mask == 1]
    network = 0.05  # of the model, of every pixel
    np.testing.assert_allclose(sigma['dates', True], np.sqrt(sigma['dates', False] / 1e4 * network) * 1e4, rtol=0.01)
    np.testing.assert_allclose(sigma['radar', True], network * 1e4, rtol=0.01)
