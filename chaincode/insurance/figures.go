// SPDX-License-Identifier: Apache-2.0

package insurance

import "errors"

// plus adds figures up. Faults: AMOUNT_TOO_LARGE.
func (f BusinessFigures) plus(g BusinessFigures) (BusinessFigures, error) {
	written, earned := tally{sum: f.Written}, tally{sum: f.Earned}
	written.add(g.Written)
	earned.add(g.Earned)
	return BusinessFigures{f.InForce + g.InForce, written.sum, earned.sum}, errors.Join(written.err, earned.err)
}

// plus adds figures up. Faults: AMOUNT_TOO_LARGE.
func (f LossFigures) plus(g LossFigures) (LossFigures, error) {
	paid, outstanding, recovered := tally{sum: f.Paid}, tally{sum: f.Outstanding}, tally{sum: f.Recovered}
	paid.add(g.Paid)
	outstanding.add(g.Outstanding)
	recovered.add(g.Recovered)
	return LossFigures{
		Notified: f.Notified + g.Notified, Open: f.Open + g.Open, Void: f.Void + g.Void, Triggered: f.Triggered + g.Triggered,
		Paid: paid.sum, Outstanding: outstanding.sum, Recovered: recovered.sum,
	}, errors.Join(paid.err, outstanding.err, recovered.err)
}

// plus adds figures up. Faults: AMOUNT_TOO_LARGE.
func (f BandFigures) plus(g BandFigures) (BandFigures, error) {
	incurred := tally{sum: f.Incurred}
	incurred.add(g.Incurred)
	return BandFigures{f.Claims + g.Claims, incurred.sum}, incurred.err
}

// plus adds figures up.
func (f BreachFigures) plus(g BreachFigures) (BreachFigures, error) {
	return BreachFigures{f.Recorded + g.Recorded, f.Unrecorded + g.Unrecorded}, nil
}

// plus adds figures up. Faults: AMOUNT_TOO_LARGE.
func (f EventFigures) plus(g EventFigures) (EventFigures, error) {
	exposed, paid, outstanding := tally{sum: f.Exposed}, tally{sum: f.Paid}, tally{sum: f.Outstanding}
	exposed.add(g.Exposed)
	paid.add(g.Paid)
	outstanding.add(g.Outstanding)
	return EventFigures{f.Losses + g.Losses, exposed.sum, paid.sum, outstanding.sum}, errors.Join(exposed.err, paid.err, outstanding.err)
}

// plus adds figures up. Faults: AMOUNT_TOO_LARGE.
func (f CededFigures) plus(g CededFigures) (CededFigures, error) {
	paid, outstanding := tally{sum: f.Paid}, tally{sum: f.Outstanding}
	premium, reinstatement := tally{sum: f.Premium}, tally{sum: f.Reinstatement}
	paid.add(g.Paid)
	outstanding.add(g.Outstanding)
	premium.add(g.Premium)
	reinstatement.add(g.Reinstatement)
	return CededFigures{paid.sum, outstanding.sum, premium.sum, reinstatement.sum},
		errors.Join(paid.err, outstanding.err, premium.err, reinstatement.err)
}
