// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// MatchID names an obligation: the reference, a dot, and 24 hexadecimal digits that follow from the two accounts and the
// reference, so that whoever has the trade knows the name before there is an obligation, and can make a hold for it. The
// reference comes first because trades that settle together have references alike: peers then find their rows together.
type MatchID string

const matchDigits = 24

// MatchOf is the name of the obligation between two accounts under a reference.
func MatchOf(deliverer, receiver AccountID, reference CommonReference) MatchID {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(deliverer), string(receiver), string(reference)}, "\n")))
	return MatchID(fmt.Sprintf("%s.%x", reference, sum[:matchDigits/2]))
}

var matchForm = regexp.MustCompile(`^[0-9a-f]{24}$`)

// Validate refuses what is not a reference, a dot and 24 lower-case hexadecimal digits.
func (id MatchID) Validate() error {
	dot := max(0, len(id)-matchDigits-1)
	reference, digits := id[:dot], id[dot:]
	if !strings.HasPrefix(string(digits), ".") || !matchForm.MatchString(string(digits[1:])) {
		return fmt.Errorf("match %q is not reference.%d lower-case hexadecimal digits", protocol.Excerpt(string(id)), matchDigits)
	}
	return CommonReference(reference).Validate()
}

// Key is the obligation's place in a table.
func (id MatchID) Key() []string { return []string{string(id)} }

// settlementRef begins what locks lots for obligations.
const settlementRef = "settlement:"

// Ref is what locks lots for the obligation.
func (id MatchID) Ref() Ref { return Ref(settlementRef + string(id)) }

// Purpose is that of holds for the obligation.
func (id MatchID) Purpose() cash.Purpose { return cash.Purpose("dvp:" + string(id)) }

// DeliveryPurpose is that of mandates by which receivers pay for what is delivered to them.
const DeliveryPurpose cash.Purpose = "dvp"

// SettlementParty is one end of an obligation, as both sides matched it.
type SettlementParty struct {
	Account   AccountID `json:"account"`
	Custodian string    `json:"custodian"`
	Owner     Firm      `json:"owner"`
	// Cash is the account that is paid, or that pays.
	Cash cash.AccountID `json:"cash"`
}

func settlementParty(a Account) SettlementParty {
	return SettlementParty{Account: a.ID, Custodian: a.Custodian, Owner: a.Owner, Cash: a.Cash}
}

// SettledPart is a settlement of an obligation, whole or in part.
type SettledPart struct {
	On       date.Date    `json:"on"`
	TxID     string       `json:"txId"`
	Quantity Quantity     `json:"quantity"`
	Paid     money.Amount `json:"paid,omitzero"`
	// Batch is that with which it was settled.
	Batch BatchID `json:"batch,omitzero"`
}

// Obligation is what two matched instructions amount to, and the record of its finality: its row is endorsed by both
// custodians, the depository and the payer's bank, always, and settling overwrites it. So no settlement is final that one
// of them did not endorse, the receiving custodian included, whose lots are new and have no policy yet. What is not final,
// such as holds and cancellations, is on the instructions.
type Obligation struct {
	ID         MatchID         `json:"id"`
	Reference  CommonReference `json:"reference"`
	Deliverer  SettlementParty `json:"deliverer"`
	Receiver   SettlementParty `json:"receiver"`
	Instrument InstrumentID    `json:"instrument"`
	Depository string          `json:"depository"`
	// Bank keeps the payer's cash account; none free of payment.
	Bank     string      `json:"bank,omitzero"`
	Quantity Quantity    `json:"quantity"`
	Payment  PaymentType `json:"payment"`
	Amount   money.Money `json:"amount,omitzero"`
	Traded   date.Date   `json:"traded"`
	Settle   date.Date   `json:"settle"`
	Ex       bool        `json:"ex,omitzero"`
	// Matched is the business date of the match, and Late the side whose word came last.
	Matched date.Date `json:"matched"`
	Late    Direction `json:"late"`
	// Delivered and Paid are what was settled so far, in Parts.
	Delivered Quantity      `json:"delivered"`
	Paid      money.Amount  `json:"paid"`
	Parts     []SettledPart `json:"parts,omitempty"`
}

// Open is the quantity that is still to be delivered.
func (o Obligation) Open() Quantity { return o.Quantity - o.Delivered }

// Settled tells whether all is delivered and paid.
func (o Obligation) Settled() bool { return o.Open() == 0 }

// SettledOn is the day of the last part; none before all is settled.
func (o Obligation) SettledOn() date.Date {
	if !o.Settled() {
		return date.Date{}
	}
	return o.Parts[len(o.Parts)-1].On
}

// DeliverKey and ReceiveKey name the two instructions.
func (o Obligation) DeliverKey() InstructionKey {
	return InstructionKey{Account: o.Deliverer.Account, Reference: o.Reference}
}

// ReceiveKey names the receiver's instruction.
func (o Obligation) ReceiveKey() InstructionKey {
	return InstructionKey{Account: o.Receiver.Account, Reference: o.Reference}
}

// Endorsers are the members without each of which nothing is settled.
func (o Obligation) Endorsers() []string {
	return protocol.Distinct(o.Deliverer.Custodian, o.Receiver.Custodian, o.Depository, o.Bank)
}

// Due is the money for the next units of an obligation. Of all units up to any number the money is the amount in
// proportion, rounded once, half up; a part pays by how much that rises. So the parts add up to the amount exactly,
// whichever they are. Faults: PARTIAL_REFUSED for more than is open.
func (o Obligation) Due(units Quantity) (money.Amount, error) {
	if units < 0 || units > o.Open() {
		return money.Amount{}, PartialRefused.New("%s units are more than the %s that are open", units, o.Open())
	}
	upper, err := o.share(o.Delivered + units)
	if err != nil {
		return money.Amount{}, err
	}
	return upper.Sub(o.Paid)
}

func (o Obligation) share(units Quantity) (money.Amount, error) {
	part, err := decimal.NewRatio(int64(units), int64(o.Quantity))
	if err != nil {
		return money.Amount{}, err
	}
	return o.Amount.Amount.MulRatio(decimal.FromInt64(1), part, decimal.HalfUp)
}

// settle adds a part. Faults: PARTIAL_REFUSED for more parts than a row keeps.
func (o Obligation) settle(part SettledPart) (Obligation, error) {
	if len(o.Parts) >= settledPartsMax && part.Quantity != o.Open() {
		return o, PartialRefused.New("obligation %s has had %d parts: settle the rest whole", o.ID, settledPartsMax)
	}
	paid, err := o.Paid.Add(part.Paid)
	if err != nil {
		return o, err
	}
	o.Delivered, o.Paid = o.Delivered+part.Quantity, paid
	o.Parts = append(slices.Clone(o.Parts), part)
	return o, nil
}

// settledPartsMax bounds the parts in which an obligation is settled.
const settledPartsMax = 100

func (o Obligation) event() protocol.Event {
	return ObligationChanged.Of(string(o.ID), ObligationEvent{Settled: o.Settled(), Parts: len(o.Parts)})
}

// ObligationRequest names an obligation by its ends.
type ObligationRequest struct {
	Deliver InstructionKey `json:"deliver" help:"the delivering instruction"`
	// Receiver is the receiving account; its instruction has the same reference.
	Receiver AccountID `json:"receiver" help:"the receiving account"`
}

// Validate refuses malformed members.
func (r ObligationRequest) Validate() error {
	if r.Deliver.Account == r.Receiver {
		return errors.New("deliverer and receiver are one")
	}
	return errors.Join(r.Deliver.Validate(), r.Receiver.Validate())
}

// ReceiveKey names the receiving instruction.
func (r ObligationRequest) ReceiveKey() InstructionKey {
	return InstructionKey{Account: r.Receiver, Reference: r.Deliver.Reference}
}

// Match names the obligation.
func (r ObligationRequest) Match() MatchID {
	return MatchOf(r.Deliver.Account, r.Receiver, r.Deliver.Reference)
}
