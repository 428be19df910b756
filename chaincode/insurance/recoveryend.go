// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// open is what may still come in.
func (r Recovery) open() int64 {
	if r.Status == RecoveryIdentified || r.Agreed.IsZero() {
		return max(r.Expected.Minor(), r.Demanded.Minor()) - r.Received.Minor()
	}
	return r.Agreed.Minor() - r.Received.Minor()
}

// short is what an amount lacks of what was expected and demanded.
func (r Recovery) short(of money.Amount) int64 {
	return max(0, r.Expected.Minor()-of.Minor(), r.Demanded.Minor()-of.Minor())
}

// settles tells whether what waits for a second person is an amount that was agreed, and not the whole recovery.
func (r Recovery) settles() bool { return r.Before != RecoveryAgreed && !r.Agreed.IsZero() }

// givenUp is what a waiver that waits gives up.
func (r Recovery) givenUp() int64 {
	if r.settles() {
		return r.short(r.Agreed)
	}
	r.Status = r.Before
	return r.open()
}

// Waive asks to give a recovery up. Faults: NOT_YOURS, STATUS_REFUSED.
func (r Recovery) Waive(act Act) (Recovery, []protocol.Event, error) {
	if err := act.By(r.Lead); err != nil {
		return r, nil, err
	}
	if err := r.in(RecoveryIdentified, RecoveryDemanded, RecoveryCountered, RecoveryRejected, RecoveryAgreed); err != nil {
		return r, nil, err
	}
	r.Before, r.Status, r.Maker = r.Status, RecoveryWaiving, act.Person()
	return r.told()
}

// WaiverDecision agrees to give a recovery up, or not.
type WaiverDecision struct {
	Recovery RecoveryID `json:"recovery" help:"the recovery"`
	Agree    bool       `json:"agree" help:"true to give it up or to settle for less, false to go on"`
}

// Validate refuses malformed members.
func (r WaiverDecision) Validate() error { return r.Recovery.Validate() }

// Waive decides on giving a recovery up, or on settling for less than was expected: another person, with authority for all
// that was given up on the claim. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED, AUTHORITY_MISSING.
func (c Claim) Waive(q WaiverDecision, r Recovery, authority Authority, act Act) (Claim, Recovery, []protocol.Event, error) {
	refused := func(err error) (Claim, Recovery, []protocol.Event, error) { return c, r, nil, err }
	if err := act.By(r.Lead); err != nil {
		return refused(err)
	}
	if err := r.in(RecoveryWaiving); err != nil {
		return refused(err)
	}
	if err := act.Another(r.Maker); err != nil {
		return refused(err)
	}
	if !q.Agree {
		if r.settles() {
			r.Agreed = money.Amount{}
		}
		r.Status = r.Before
		after, events := c.turn()
		return after, r, append(events, r.event()), nil
	}
	waived, err := c.Waived.Add(money.MustAmount(r.givenUp()))
	if err != nil {
		return refused(AmountTooLarge.New("what is given up on claim %s", c.ID))
	}
	enough, err := authority.covers(c.Lead, waived.Minor())
	if err != nil {
		return refused(err)
	}
	if !enough {
		return refused(AuthorityMissing.New("more would be given up on claim %s than the caller's authority", c.ID))
	}
	c.Waived = waived
	if r.settles() {
		r.Status = RecoveryAgreed
	} else {
		r.Status = RecoveryWaived
		c.Recoveries--
	}
	after, events := c.turn()
	return after, r, append(events, r.event()), nil
}

// EndRecovery closes a recovery of which all came in. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) EndRecovery(r Recovery, act Act) (Claim, Recovery, []protocol.Event, error) {
	if err := act.By(r.Lead); err != nil {
		return c, r, nil, err
	}
	if err := r.in(RecoveryReceived); err != nil {
		return c, r, nil, err
	}
	r.Status = RecoveryClosed
	c.Recoveries--
	after, events := c.turn()
	return after, r, append(events, r.event()), nil
}
