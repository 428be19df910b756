// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Close ends a claim on which nothing is outstanding, pending or payable any more (invariant I5), once an appeal is out of
// time. Recoveries may go on. Faults: NOT_YOURS, STATUS_REFUSED, UNSETTLED, ON_HOLD, TOO_EARLY.
func (c Claim) Close(act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if err := c.in(ClaimApproved, ClaimPartly, ClaimSettled, ClaimDenied, ClaimUpheld); err != nil {
		return c, nil, err
	}
	switch {
	case c.unsettled():
		return c, nil, Unsettled.New("claim %s has something to pay or to reserve", c.ID)
	case c.holds(LitigationHold, act.Today):
		return c, nil, OnHold.New("claim %s is on hold: %s", c.ID, LitigationHold)
	case !c.Appealable.IsZero() && !act.Today.After(c.Appealable):
		return c, nil, TooEarly.New("the decision on claim %s may be appealed until %s", c.ID, c.Appealable)
	}
	c.Status, c.Ended = ClaimClosed, act.Today
	after, events := c.stop(act.Today, Payout).turn()
	return after, events, nil
}

// unsettled tells whether anything is to be paid or reserved on any exposure: what is too much on one makes up for nothing on
// another.
func (c Claim) unsettled() bool {
	return !c.Raising.IsZero() || slices.ContainsFunc(c.Exposures, func(e Exposure) bool {
		left := e.Indemnity.Outstanding.Sign() != 0 || e.Expense.Outstanding.Sign() != 0
		return left || e.Indemnity.Pending.Sign() != 0 || e.Expense.Pending.Sign() != 0 || e.Payable != e.Indemnity.Paid
	})
}

// ReopenRequest opens a closed claim again.
type ReopenRequest struct {
	DocumentKey
	Reason string `json:"reason" help:"why, as a code such as NEW_DAMAGE"`
}

// Validate refuses malformed members.
func (r ReopenRequest) Validate() error {
	return errors.Join(r.DocumentKey.Validate(), validateName("reason", r.Reason))
}

// Reopen opens a closed claim again, within the product's time, on evidence that came after it was closed: by the
// policyholder or the lead. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, EVIDENCE_MISSING.
func (c Claim) Reopen(_ ReopenRequest, found Evidence, t ClaimTerms, act Act) (Claim, []protocol.Event, error) {
	if act.By(c.Holder) != nil {
		if err := act.By(c.Lead); err != nil {
			return c, nil, err
		}
	}
	if err := c.in(ClaimClosed); err != nil {
		return c, nil, err
	}
	if c.Ended.DaysUntil(act.Today) > t.ReopenDays {
		return c, nil, TooLate.New("claim %s was to be opened again within %d days of %s", c.ID, t.ReopenDays, c.Ended)
	}
	if found.Recorded.Before(c.Ended) {
		return c, nil, EvidenceMissing.New("document %s was there before claim %s was closed", found.Document, c.ID)
	}
	c.Status, c.Ended, c.Awaited = ClaimReopened, date.Date{}, false
	after, events := c.start(Determination, t.Service.Decide, act.Today).start(Information, t.Service.Inform, act.Today).turn()
	return after, events, nil
}
