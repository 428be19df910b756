// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
)

// CessionKey names what one movement of a claim changed for one insurer of its panel.
type CessionKey struct {
	Insurer  parties.PartyID `json:"insurer" help:"insurer of the claim's panel"`
	Claim    ClaimID         `json:"claim" help:"the claim"`
	Movement int             `json:"movement" help:"number of the movement, from 1"`
}

// Key is the row's place in a table.
func (k CessionKey) Key() []string {
	return []string{string(k.Insurer), string(k.Claim), number(k.Movement)}
}

// CessionDue says by how much an insurer's part of a claim changed. It waits to be folded into the insurer's treaties: each
// movement is a row of its own, so that the claims of a storm never meet on a treaty. The sum of an insurer's rows of a claim
// is what the claim cost it.
type CessionDue struct {
	CessionKey
	// Policy is the risk, Class its line of business, SumInsured the insurer's part of what all its covers insure.
	Policy     PolicyID       `json:"policy"`
	Class      string         `json:"class"`
	SumInsured money.Amount   `json:"sumInsured"`
	Currency   money.Currency `json:"currency"`
	// Event is what struck other risks too; none where the loss stands alone.
	Event    EventID   `json:"event,omitzero"`
	Occurred date.Date `json:"occurred"`
	// Attached is the first day of the policy period of the loss, by which treaties on risks attaching take it.
	Attached date.Date `json:"attached,omitzero"`
	// Agreed is the day of the first decision on the claim; none while there is none.
	Agreed date.Date `json:"agreed,omitzero"`
	// Paid is by how much what is paid, less what was recovered, changed; Outstanding is the same of reserves.
	Paid        money.Amount `json:"paid,omitzero"`
	Outstanding money.Amount `json:"outstanding,omitzero"`
	// Reserved is what is outstanding of the whole panel after the movement.
	Reserved money.Amount `json:"reserved,omitzero"`
	Recorded date.Date    `json:"recorded"`
}

// CessionsDue divides a movement among a panel. whole has the amounts of the whole panel and its key no insurer. What each
// insurer paid is given in parts where it is known, in the panel's order; it is divided by shares otherwise. Reserves are
// divided as they stand before and after: divided by itself, a reserve of 3 cents that falls by 1 cent three times would
// leave a cent more at one insurer and less at another.
func CessionsDue(panel Panel, whole CessionDue, parts []money.Amount) ([]CessionDue, error) {
	sums, err := panel.Split(whole.SumInsured)
	if err != nil {
		return nil, err
	}
	outstanding, err := panel.movement(whole.Reserved, whole.Outstanding)
	if err != nil {
		return nil, err
	}
	if parts == nil {
		if parts, err = panel.Split(whole.Paid); err != nil {
			return nil, err
		}
	}
	due := make([]CessionDue, len(panel.Lines))
	for i, line := range panel.Lines {
		due[i] = whole
		due[i].Insurer, due[i].SumInsured, due[i].Outstanding, due[i].Paid = line.Insurer, sums[i], outstanding[i], parts[i]
	}
	return due, nil
}

// movement divides by how much an amount changed, which is after now: the parts of what it is less the parts of what it was.
func (p Panel) movement(after, delta money.Amount) ([]money.Amount, error) {
	before, err := after.Sub(delta)
	if err != nil {
		return nil, err
	}
	was, err := p.Split(before)
	if err != nil {
		return nil, err
	}
	parts, err := p.Split(after)
	if err != nil {
		return nil, err
	}
	for i := range parts {
		if parts[i], err = parts[i].Sub(was[i]); err != nil {
			return nil, err
		}
	}
	return parts, nil
}
