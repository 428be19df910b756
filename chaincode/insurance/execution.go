// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// BatchMost bounds the due work of one transaction.
const BatchMost = 500

// BatchRequest names due work. It says nothing about amounts, readings or who is paid.
type BatchRequest struct {
	Due []DueKey `json:"due" help:"1 to 500 pieces of due work, none twice"`
}

// Validate refuses nothing, too much, and work that is named twice.
func (r BatchRequest) Validate() error {
	if len(r.Due) == 0 || len(r.Due) > BatchMost {
		return fmt.Errorf("%d pieces of due work are not 1 to %d", len(r.Due), BatchMost)
	}
	named := make(map[DueKey]bool, len(r.Due))
	for _, key := range r.Due {
		if err := key.Validate(); err != nil {
			return err
		}
		if named[key] {
			return fmt.Errorf("trigger %d of policy %s is named twice", key.Trigger, key.Policy)
		}
		named[key] = true
	}
	return nil
}

// Executed says what a batch did.
type Executed struct {
	// Done is how many pieces of work were carried out, Gone how many somebody else had done before.
	Done int `json:"done"`
	Gone int `json:"gone,omitzero"`
	// PaidOut is how many of those done moved money, and Settlement the name of that in cash.
	PaidOut    int               `json:"paidOut,omitzero"`
	Settlement cash.SettlementID `json:"settlement,omitzero"`
}

// Execution gathers what the cases of a batch write.
type Execution struct {
	Evaluations []Evaluation
	Cessions    []CessionDue
	Legs        []cash.SettleLeg
	Events      []protocol.Event
	PaidOut     int
	// Settled is the name of the settlement; none where nothing was paid.
	Settled cash.SettlementID
}

// Add decides a case and gathers what comes of it. Faults: those of [Work.Decide].
func (x *Execution) Add(c Work, act Act) error {
	decided, err := c.Decide(act)
	if err != nil {
		return err
	}
	x.Evaluations = append(x.Evaluations, decided.Evaluation)
	x.Events = append(x.Events, decided.Evaluation.told())
	if decided.Payment.IsZero() {
		return nil
	}
	x.PaidOut++
	return x.pay(c, decided, act)
}

// pay gathers what moves, and what reinsurance is told of it.
func (x *Execution) pay(c Work, decided Decided, act Act) error {
	legs, err := c.legs(decided)
	if err != nil {
		return err
	}
	x.Legs = append(x.Legs, legs...)
	if decided.Refund {
		return nil
	}
	cessions, err := c.cessions(decided, act)
	x.Cessions = append(x.Cessions, cessions...)
	return err
}

// legs pay out of each insurer's purse its part.
func (c Work) legs(d Decided) ([]cash.SettleLeg, error) {
	parts, err := c.Panel.Split(d.Payment)
	if err != nil {
		return nil, tooLarge(err)
	}
	var legs []cash.SettleLeg
	for i, line := range c.Panel.Lines {
		if parts[i].IsZero() {
			continue
		}
		purse, purpose := line.Claims, Claims
		if d.Refund {
			purse, purpose = line.Refunds, Refunds
		}
		leg := purse.Leg(c.Policy.Account, c.Policy.Money(parts[i]), purpose)
		legs = append(legs, leg)
	}
	return legs, nil
}

// cessions tell reinsurance what each insurer lost. Interest is the price of being late and no loss.
func (c Work) cessions(d Decided, act Act) ([]CessionDue, error) {
	loss, err := checked(d.Payment.Sub(d.Interest))
	if err != nil {
		return nil, err
	}
	movement := 1
	if c.Due.Audit {
		movement = 2
	}
	e := d.Evaluation
	view, _ := c.Policy.InForce(c.Due.From, act.Today)
	insured, err := view.SumInsured()
	if err != nil {
		return nil, err
	}
	return CessionsDue(c.Panel, CessionDue{
		CessionKey: CessionKey{Claim: ClaimID(indexed + digest(e.Key()...)), Movement: movement},
		Policy:     c.Policy.ID, Class: c.Version.Class, SumInsured: insured, Currency: c.Policy.Currency,
		Event: e.Event(), Occurred: e.To, Attached: view.Period.From, Agreed: act.Today, Paid: loss, Recorded: act.Today,
	}, nil)
}

// indexed begins the names under which what indexes paid is ceded, and those of what struck: no claim has such a name.
const indexed = "ix-"

// Event is what struck all whose covers rest on one round.
func (e Evaluation) Event() EventID { return EventID(indexed + digest(e.Round.Key()...)) }

// digest shortens names to 32 hex digits.
func digest(names ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// settlementPrefix is how many hex digits of a transaction name its settlement: 160 bits.
const settlementPrefix = 40

// Settlement is the money that a batch moves: all at once. Its name ends in a lane, so that settlements of different lanes
// begin at different stripes of a high-volume account. Faults: TOO_LARGE.
func (x Execution) Settlement(lane int, txID string) (cash.SettleRequest, error) {
	if len(x.Legs) > cash.LegsMax {
		return cash.SettleRequest{}, protocol.TooLarge.New("the batch pays %d legs, at most %d fit into one", len(x.Legs), cash.LegsMax)
	}
	id := fmt.Sprintf("due.%.*s.%d", settlementPrefix, txID, lane)
	return cash.SettleRequest{ID: cash.SettlementID(id), Legs: x.Legs}, nil
}

// told says what came of a trigger.
func (e Evaluation) told() protocol.Event {
	return TriggerEvaluated.Of(string(e.Policy), EvaluationEvent{Trigger: e.Trigger, To: e.To, Outcome: e.Outcome})
}

// AuditAsked says that the holder asked for an audit.
func (e Evaluation) AuditAsked() protocol.Event {
	return AuditRequested.Of(string(e.Policy), EvaluationEvent{Trigger: e.Trigger, To: e.To, Outcome: e.Outcome})
}

// Rounds names the rounds that a batch waits for, each once.
func (r BatchRequest) Rounds() []oracle.RoundKey {
	var keys []oracle.RoundKey
	for _, due := range r.Due {
		if !slices.Contains(keys, due.RoundKey) {
			keys = append(keys, due.RoundKey)
		}
	}
	return keys
}
