// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// BatchID names a batch of obligations that settle together.
type BatchID string

// batchNameMax bounds the names of batches, in characters: purposes of holds are made of them.
const batchNameMax = 48

// Validate refuses a malformed name, and one of more than 48 characters.
func (id BatchID) Validate() error {
	if len(id) > batchNameMax {
		return fmt.Errorf("batch %q has more than %d characters", protocol.Excerpt(string(id)), batchNameMax)
	}
	return protocol.ValidateName("batch", string(id))
}

// Key is the batch's place in a table.
func (id BatchID) Key() []string { return []string{string(id)} }

// Ref is what locks lots for the batch.
func (id BatchID) Ref() Ref { return Ref(batchRef + string(id)) }

// batchRef begins what locks lots for batches.
const batchRef = "batch:"

// Purpose is that of holds for the batch.
func (id BatchID) Purpose() cash.Purpose { return cash.Purpose("batch:" + string(id)) }

// Settlement is the name under which cash settles the batch.
func (id BatchID) Settlement() cash.SettlementID { return cash.SettlementID("batch." + string(id)) }

// BatchStatus is how a batch stands.
type BatchStatus string

// The states of a batch.
const (
	// BatchOpen takes obligations.
	BatchOpen BatchStatus = "OPEN"
	// BatchComputed has its members, and says what each account has to set aside.
	BatchComputed BatchStatus = "COMPUTED"
	// BatchVerified has all of it: the batch is irrevocable, until its last day.
	BatchVerified BatchStatus = "VERIFIED"
	BatchSettled  BatchStatus = "SETTLED"
	BatchRejected BatchStatus = "REJECTED"
)

// Batch is obligations that settle together, in one transaction, all or none.
type Batch struct {
	ID   BatchID      `json:"id"`
	Mode netting.Mode `json:"mode"`
	// Depository opened it, and keeps the register of all its instruments.
	Depository string `json:"depository"`
	// Clearing is this chaincode's own account, through which money goes in the modes GROSS and NET; none where all is free.
	Clearing cash.AccountID `json:"clearing,omitzero"`
	// Until is its last business date.
	Until  date.Date   `json:"until"`
	Status BatchStatus `json:"status"`
	// Members are the obligations, from the computation on.
	Members []ObligationRequest `json:"members,omitempty"`
	// Needs are what has to be set aside.
	Needs []Need `json:"needs,omitempty"`
}

// Need is what an account has to set aside for a batch: units of an instrument, or money of a currency.
type Need struct {
	FundingKey
	// Amount is how much: units, or minor units. Of a mandate it is 0: cash nets what the account pays and receives.
	Amount Quantity `json:"amount"`
}

// FundingKind says what is set aside for a batch.
type FundingKind string

// The kinds of what is set aside.
const (
	FundingUnits FundingKind = "UNITS"
	FundingMoney FundingKind = "MONEY"
)

// FundingKey names what an account sets aside for a batch.
type FundingKey struct {
	Batch BatchID     `json:"batch" help:"the batch"`
	Kind  FundingKind `json:"kind" help:"UNITS or MONEY"`
	// Account is a securities account for units, and a cash account for money.
	Account string `json:"account" help:"securities account for units, cash account for money"`
	// Asset is an instrument, or a currency.
	Asset string `json:"asset" help:"instrument, or currency"`
}

// Validate refuses malformed members.
func (k FundingKey) Validate() error {
	switch k.Kind {
	case FundingUnits:
		return errors.Join(k.Batch.Validate(), AccountID(k.Account).Validate(), InstrumentID(k.Asset).Validate())
	case FundingMoney:
		return errors.Join(k.Batch.Validate(), cash.AccountID(k.Account).Validate(), protocol.ValidateName("currency", k.Asset))
	default:
		return errors.New("kind is not UNITS or MONEY")
	}
}

// Key is the funding's place in a table.
func (k FundingKey) Key() []string {
	return []string{string(k.Batch), string(k.Kind), k.Account, k.Asset}
}

// OpenBatchRequest opens a batch.
type OpenBatchRequest struct {
	ID       BatchID        `json:"batch" help:"name of the batch, at most 48 characters"`
	Mode     netting.Mode   `json:"mode" help:"GROSS, LINKED or NET"`
	Clearing cash.AccountID `json:"clearing,omitzero" help:"account of securities for the money, in GROSS and NET"`
	Until    date.Date      `json:"until" help:"its last business date"`
}

// Validate refuses malformed members.
func (r OpenBatchRequest) Validate() error {
	if r.Until.IsZero() {
		return errors.New("until is missing")
	}
	if r.Clearing != "" {
		if err := r.Clearing.Validate(); err != nil {
			return err
		}
	}
	if r.Mode == netting.Linked && r.Clearing != "" {
		return errors.New("linked, money goes from receivers to deliverers, and no account is between")
	}
	return errors.Join(r.ID.Validate(), r.Mode.Validate())
}

// Open opens a batch of the caller's depository. Faults: TOO_LATE.
func (r OpenBatchRequest) Open(act Act) (Batch, []protocol.Event, error) {
	if r.Until.Before(act.Today) {
		return Batch{}, nil, TooLate.New("a batch until %s is over on %s", r.Until, act.Today)
	}
	b := Batch{ID: r.ID, Mode: r.Mode, Depository: act.Caller.MSP, Clearing: r.Clearing, Until: r.Until, Status: BatchOpen}
	return b, []protocol.Event{b.event()}, nil
}

// JoinRequest puts the caller's side of an obligation into a batch, or takes it out.
type JoinRequest struct {
	InstructionKey
	Batch BatchID `json:"batch" help:"the batch"`
	Leave bool    `json:"leave,omitzero" help:"take it out"`
}

// Validate refuses malformed members.
func (r JoinRequest) Validate() error {
	return errors.Join(r.InstructionKey.Validate(), r.Batch.Validate())
}

// Join puts one side of an obligation into an open batch, or takes it out of one that is open or rejected. From the
// computation on a member stays. Faults: NOT_YOURS, STATUS_REFUSED, IRREVOCABLE, TOO_LATE.
func (p Pair) Join(r JoinRequest, b Batch, act Act) (Pair, []protocol.Event, error) {
	own, _ := p.side(r.Account)
	if err := own.mine(act); err != nil {
		return p, nil, err
	}
	if r.Leave {
		return p.leave(r, b, act)
	}
	if err := p.live(); err != nil {
		return p, nil, err
	}
	switch {
	case b.Status != BatchOpen || own.Batch != "":
		return p, nil, StatusRefused.New("batch %s is %s, and instruction %s is in batch %q", b.ID, b.Status, own.InstructionKey, own.Batch)
	case own.Allocation != nil:
		return p, nil, StatusRefused.New("instruction %s has something set aside: reclaim it first", own.InstructionKey)
	case p.Obligation.Depository != b.Depository:
		return p, nil, NotYours.New("obligation %s is for depository %s", p.Obligation.ID, p.Obligation.Depository)
	case act.Today.After(b.Until) || p.Obligation.Settle.After(b.Until):
		return p, nil, TooLate.New("batch %s settles until %s", b.ID, b.Until)
	}
	own.Batch = b.ID
	*own = own.stand(act.Today)
	return p, []protocol.Event{own.event()}, nil
}

func (p Pair) leave(r JoinRequest, b Batch, act Act) (Pair, []protocol.Event, error) {
	own, _ := p.side(r.Account)
	if own.Batch != b.ID {
		return p, nil, StatusRefused.New("instruction %s is not in batch %s", own.InstructionKey, b.ID)
	}
	if err := b.in(BatchOpen, BatchRejected); err != nil {
		return p, nil, err
	}
	own.Batch = ""
	*own = own.stand(act.Today)
	return p, []protocol.Event{own.event()}, nil
}

// membersMost bounds the obligations of a batch: they settle in one transaction.
const membersMost = 100

// ComputeRequest names the members of a batch.
type ComputeRequest struct {
	Batch   BatchID             `json:"batch" help:"the batch"`
	Members []ObligationRequest `json:"members" help:"1 to 100 obligations, of which both sides joined"`
}

// Validate refuses none, too many, malformed and doubled members.
func (r ComputeRequest) Validate() error {
	if len(r.Members) == 0 || len(r.Members) > membersMost {
		return errors.New("1 to 100 obligations settle together")
	}
	for i, member := range r.Members {
		if err := member.Validate(); err != nil {
			return err
		}
		if slices.Contains(r.Members[:i], member) {
			return errors.New("an obligation is named twice")
		}
	}
	return r.Batch.Validate()
}

// Compute fixes the members of a batch and what has to be set aside for them.
// Faults: NOT_YOURS, STATUS_REFUSED, BATCH_INCOMPLETE, TOO_EARLY, TOO_LATE.
func (b Batch) Compute(r ComputeRequest, pairs []Pair, act Act) (Batch, []protocol.Event, error) {
	if err := b.conducted(act, BatchOpen); err != nil {
		return b, nil, err
	}
	for _, p := range pairs {
		if err := b.takes(p, act); err != nil {
			return b, nil, err
		}
	}
	needs, err := b.needs(pairs)
	if err != nil {
		return b, nil, err
	}
	b.Members, b.Needs, b.Status = r.Members, needs, BatchComputed
	return b, []protocol.Event{b.event()}, nil
}

// takes refuses an obligation that cannot settle with the batch now.
func (b Batch) takes(p Pair, act Act) error {
	if err := p.due(act); err != nil {
		return err
	}
	switch {
	case p.Deliver.Batch != b.ID || p.Receive.Batch != b.ID:
		return BatchIncomplete.New("not both sides of obligation %s have joined batch %s", p.Obligation.ID, b.ID)
	case p.Obligation.Payment == AgainstPayment && b.Mode != netting.Linked && b.Clearing == "":
		return BatchIncomplete.New("batch %s has no account for the money of obligation %s", b.ID, p.Obligation.ID)
	}
	return nil
}

// conducted refuses others than the batch's depository, a batch in another state, and one whose last day is over.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (b Batch) conducted(act Act, states ...BatchStatus) error {
	if err := byMember(act, b.Depository); err != nil {
		return err
	}
	if err := b.in(states...); err != nil {
		return err
	}
	if act.Today.After(b.Until) {
		return TooLate.New("batch %s settled until %s", b.ID, b.Until)
	}
	return nil
}

func (b Batch) in(states ...BatchStatus) error {
	return inState("batch", string(b.ID), b.Status, states...)
}

func (b Batch) event() protocol.Event {
	return BatchChanged.Of(string(b.ID), StatusEvent{Status: string(b.Status)})
}
