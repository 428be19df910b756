// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// Funding is what an account has set aside for a batch.
type Funding struct {
	FundingKey
	// Custodian set it aside.
	Custodian string `json:"custodian"`
	// Lots are locked for the batch.
	Lots []LotID `json:"lots,omitempty"`
	// Hold is for the batch's clearing account; Mandate pays the legs of a linked batch as they stand.
	Hold    cash.HoldID    `json:"hold,omitzero"`
	Mandate cash.MandateID `json:"mandate,omitzero"`
	// Returned: given back after the batch was rejected.
	Returned bool `json:"returned,omitzero"`
}

// Name is the funding's name.
func (f Funding) Name() FundingKey { return f.FundingKey }

// FundRequest sets aside what a batch needs of an account whose custodian the caller's member is.
type FundRequest struct {
	Batch BatchID `json:"batch" help:"the batch"`
	// Account is the securities account; money is set aside on the cash account that goes with it.
	Account AccountID `json:"account" help:"securities account; money is set aside on its cash account"`
	// Instrument is that of the lots; without it money is set aside.
	Instrument InstrumentID   `json:"instrument,omitzero" help:"instrument of the lots"`
	Lots       []LotID        `json:"lots,omitempty" help:"free lots that are locked"`
	Currency   string         `json:"currency,omitzero" help:"currency of the money"`
	Hold       cash.HoldID    `json:"hold,omitzero" help:"hold for the clearing account, notary securities, in GROSS and NET"`
	Mandate    cash.MandateID `json:"mandate,omitzero" help:"mandate to securities, purpose dvp, in LINKED"`
}

// Validate refuses malformed members, and anything but lots, a hold or a mandate.
func (r FundRequest) Validate() error {
	units, hold, mandate := len(r.Lots) > 0, r.Hold != "", r.Mandate != ""
	if units != (r.Instrument != "") || (hold || mandate) != (r.Currency != "") {
		return errors.New("lots are named with their instrument, and a hold or a mandate with its currency")
	}
	problems := []error{r.Batch.Validate(), r.Account.Validate()}
	switch {
	case units && !hold && !mandate:
		problems = append(problems, r.Instrument.Validate(), validateLots(r.Lots))
	case hold && !units && !mandate:
		problems = append(problems, r.Hold.Validate(), protocol.ValidateName("currency", r.Currency))
	case mandate && !units && !hold:
		problems = append(problems, r.Mandate.Validate(), protocol.ValidateName("currency", r.Currency))
	default:
		return errors.New("either lots, a hold or a mandate are set aside")
	}
	return errors.Join(problems...)
}

// FundingKey names what is set aside.
func (r FundRequest) FundingKey(account Account) FundingKey {
	if r.Instrument != "" {
		return FundingKey{Batch: r.Batch, Kind: FundingUnits, Account: string(r.Account), Asset: string(r.Instrument)}
	}
	return FundingKey{Batch: r.Batch, Kind: FundingMoney, Account: string(account.Cash), Asset: r.Currency}
}

// Fund sets aside lots, the lots given, or money. The hold is that of the request, where one is named.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, NOT_NEEDED, ACCOUNT_REFUSED, HOLD_REFUSED, those of locking a lot.
func (b Batch) Fund(r FundRequest, account Account, lots []Lot, hold cash.Hold, act Act) (Funding, []Lot, []protocol.Event, error) {
	if err := b.fundable(account, act); err != nil {
		return Funding{}, nil, nil, err
	}
	need, needed := b.need(r.FundingKey(account))
	if !needed {
		return Funding{}, nil, nil, NotNeeded.New("batch %s needs nothing like that of account %s", b.ID, account.ID)
	}
	funding := Funding{FundingKey: need.FundingKey, Custodian: account.Custodian, Lots: r.Lots, Hold: r.Hold, Mandate: r.Mandate}
	if need.Kind == FundingMoney {
		return funding, nil, nil, b.fundMoney(r, need, hold)
	}
	if err := suffices(lots, need.Amount); err != nil {
		return Funding{}, nil, nil, err
	}
	locked, events, err := lockAll(lots, account, b.ID.Ref(), act)
	return funding, locked, events, err
}

func (b Batch) fundable(account Account, act Act) error {
	if err := byMember(act, account.Custodian); err != nil {
		return err
	}
	if err := b.in(BatchComputed); err != nil {
		return err
	}
	if act.Today.After(b.Until) {
		return TooLate.New("batch %s settled until %s", b.ID, b.Until)
	}
	return account.gives()
}

// fundMoney refuses what does not pay a need: a mandate where money has to be set aside, or a hold that is not for it.
func (b Batch) fundMoney(r FundRequest, need Need, hold cash.Hold) error {
	if b.Mode == netting.Linked {
		if r.Mandate == "" {
			return HoldRefused.New("a linked batch is paid by mandate")
		}
		return nil
	}
	amount, err := need.money()
	if err != nil {
		return err
	}
	switch {
	case r.Hold == "" || hold.ID != r.Hold || !heldFor(hold, b.ID.Purpose()):
		return HoldRefused.New("batch %s is paid by holds for it", b.ID)
	case hold.Payer != cash.AccountID(need.Account) || hold.Payee != b.Clearing || hold.Amount != amount:
		return HoldRefused.New("hold %s has another payer, payee or amount than batch %s needs", hold.ID, b.ID)
	case hold.Status != cash.HoldActive || hold.Expires.Before(b.Until):
		return HoldRefused.New("hold %s is %s, or ends before %s", hold.ID, hold.Status, b.Until)
	}
	return nil
}

// Verify finds that everything which the batch needs is set aside: from here on it is irrevocable, until its last day.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, BATCH_INCOMPLETE.
func (b Batch) Verify(found []bool, act Act) (Batch, []protocol.Event, error) {
	if err := b.conducted(act, BatchComputed); err != nil {
		return b, nil, err
	}
	for i, there := range found {
		if !there {
			need := b.Needs[i]
			return b, nil, BatchIncomplete.New("account %s has not set aside its %s of %s", need.Account, need.Kind, need.Asset)
		}
	}
	b.Status = BatchVerified
	return b, []protocol.Event{b.event()}, nil
}

// Reject ends a batch that is not settled: before it is verified its depository may, and when its last day is over every
// custodian. Faults: NOT_YOURS, STATUS_REFUSED, IRREVOCABLE.
func (b Batch) Reject(act Act) (Batch, []protocol.Event, error) {
	if err := b.in(BatchOpen, BatchComputed, BatchVerified); err != nil {
		return b, nil, err
	}
	if !act.Today.After(b.Until) {
		if err := byMember(act, b.Depository); err != nil {
			return b, nil, err
		}
		if b.Status == BatchVerified {
			return b, nil, Irrevocable.New("batch %s is verified: it is settled until %s", b.ID, b.Until)
		}
	}
	b.Status = BatchRejected
	return b, []protocol.Event{b.event()}, nil
}

// LotKeys names the lots that are set aside.
func (f Funding) LotKeys() []LotKey { return Keys(InstrumentID(f.Asset), f.Lots) }

// Returned is what giving back writes.
type Returned struct {
	Funding Funding
	Freed   []Lot
	Cash    *cash.SettleRequest
	Events  []protocol.Event
}

// Return gives back what was set aside for a batch that was rejected: lots are free again, and a hold is released.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (f Funding) Return(b Batch, lots []Lot, act Act) (Returned, error) {
	if err := byMember(act, f.Custodian); err != nil {
		return Returned{}, err
	}
	if err := b.in(BatchRejected); err != nil {
		return Returned{}, err
	}
	if f.Returned {
		return Returned{}, StatusRefused.New("it was given back before")
	}
	freed, events, err := unlockAll(lots, b.ID.Ref())
	if err != nil {
		return Returned{}, err
	}
	f.Returned = true
	after := Returned{Funding: f, Freed: freed, Events: events}
	if f.Hold != "" {
		after.Cash = &cash.SettleRequest{ID: cash.SettlementID(act.TxID), Release: []cash.HoldID{f.Hold}}
	}
	return after, nil
}
