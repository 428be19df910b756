// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SettleStatements nets statements of one cedent with one reinsurer, of whatever treaties, into one payment. What is to be
// paid is determined and the payer's mandate stands, so that anybody may have it done. The treaty is that of the first
// statement, whose purses pay and receive. Faults: STATUS_REFUSED, CURRENCY_MISMATCH, BOTH_SIDES, AMOUNT_TOO_LARGE.
func SettleStatements(statements []Statement, treaty Treaty, act Act) ([]Statement, cash.SettleRequest, []protocol.Event, error) {
	net := money.Amount{}
	for _, s := range statements {
		if err := s.nets(statements[0]); err != nil {
			return nil, cash.SettleRequest{}, nil, err
		}
		var err error
		if net, err = checked(net.Add(s.Balance)); err != nil {
			return nil, cash.SettleRequest{}, nil, err
		}
	}
	settle := cash.SettleRequest{}
	if !net.IsZero() {
		settle = cash.SettleRequest{ID: settlementOf("statements", act), Legs: []cash.SettleLeg{statements[0].leg(net, treaty)}}
	}
	after, events := slices.Clone(statements), []protocol.Event{}
	for i := range after {
		after[i].Status, after[i].Settled, after[i].Settlement = StatementSettled, act.Today, string(settle.ID)
		events = append(events, after[i].told())
	}
	return after, settle, events, nil
}

// nets refuses a statement that is settled, or not between the sides of another. Faults: STATUS_REFUSED, BOTH_SIDES,
// CURRENCY_MISMATCH.
func (s Statement) nets(with Statement) error {
	switch {
	case s.Status != Rendered:
		return StatusRefused.New("statement %d of treaty %s is %s", s.Number, s.Treaty, s.Status)
	case s.Cedent != with.Cedent || s.Firm != with.Firm:
		return BothSides.New("statements of several cedents are not netted")
	case s.Currency != with.Currency:
		return CurrencyMismatch.New("statements in %s and %s are not netted", with.Currency, s.Currency)
	}
	return nil
}

// leg is the payment of a net balance, by whoever owes it.
func (s Statement) leg(net money.Amount, treaty Treaty) cash.SettleLeg {
	amount, pays := money.Money{Amount: net.Abs(), Currency: s.Currency}, treaty.Purse
	reinsures := treaty.Participants[treaty.lineOf(s.Reinsurer)].Purse
	if net.Sign() > 0 {
		return pays.Leg(reinsures.Account, amount, Reinsurance)
	}
	return reinsures.Leg(pays.Account, amount, Reinsurance)
}

// settlementOf names a settlement that happens once in its transaction, and that a record keeps from happening twice.
func settlementOf(what string, act Act) cash.SettlementID {
	return cash.SettlementID(what + "." + act.TxID[:min(len(act.TxID), 40)])
}

// CallRequest names a bordereau whose losses are called for, and the reinsurers that pay.
type CallRequest struct {
	LinesRequest
	Number int `json:"number" help:"number of the bordereau"`
}

// Validate refuses malformed members.
func (r CallRequest) Validate() error {
	return errors.Join(r.LinesRequest.Validate(), validateNumber("bordereau", r.Number))
}

// Keys are the calls' places.
func (r CallRequest) Keys() []StatementKey {
	keys := make([]StatementKey, len(r.Reinsurers))
	for i, party := range r.Reinsurers {
		keys[i] = StatementKey{r.Treaty, r.Number, party}
	}
	return keys
}

// CashCall is what a reinsurer paid of a bordereau's losses before they were in an account. Its key's number is the
// bordereau's.
type CashCall struct {
	StatementKey
	Amount money.Amount `json:"amount"`
	Paid   date.Date    `json:"paid"`
}

// CashKey is the call's place.
func (c CashCall) CashKey() StatementKey { return c.StatementKey }

// Call calls for cash, as the cedent: the bordereau's paid losses reach the treaty's threshold, and it is agreed or was not
// queried. Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, NOTHING_DUE.
func (b Bordereau) Call(t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	if err := act.By(t.Cedent); err != nil {
		return b, nil, err
	}
	if b.Status == Booked || !b.Called.IsZero() {
		return b, nil, StatusRefused.New("bordereau %d of treaty %s is booked or called for", b.Number, b.Treaty)
	}
	if t.CashCall.IsZero() || b.Ceded.Paid.Cmp(t.CashCall) < 0 {
		return b, nil, NothingDue.New("paid losses of bordereau %d do not reach the threshold of treaty %s", b.Number, b.Treaty)
	}
	if !b.settled(t, act.Today) {
		return b, nil, TooEarly.New("bordereau %d of treaty %s is %s", b.Number, b.Treaty, b.Status)
	}
	b.Called = act.Today
	return b, b.told(), nil
}

// PayCall pays what reinsurers bear of a bordereau that was called for. It is determined and their mandates stand, so that
// anybody may have it done. Faults: STATUS_REFUSED, NOT_YOURS.
func (b Bordereau) PayCall(r CallRequest, t Treaty, act Act) ([]CashCall, cash.SettleRequest, []protocol.Event, error) {
	if b.Called.IsZero() || b.Status == Booked {
		return nil, cash.SettleRequest{}, nil, StatusRefused.New("bordereau %d of treaty %s is not called for, or booked", b.Number, b.Treaty)
	}
	parts, err := treaty.Divide(b.Ceded.Paid, t.lines())
	if err != nil {
		return nil, cash.SettleRequest{}, nil, tooLarge(err)
	}
	settle := cash.SettleRequest{ID: settlementOf("call", act)}
	var calls []CashCall
	for _, key := range r.Keys() {
		at := t.lineOf(key.Reinsurer)
		if at < 0 {
			return nil, cash.SettleRequest{}, nil, NotYours.New("%s has no line of treaty %s", key.Reinsurer, t.ID)
		}
		calls = append(calls, CashCall{StatementKey: key, Amount: parts[at], Paid: act.Today})
		if !parts[at].IsZero() {
			settle.Legs = append(settle.Legs, t.Participants[at].Purse.Leg(t.Purse.Account, t.Money(parts[at]), Reinsurance))
		}
	}
	return calls, settle, b.told(), nil
}

// TreatyRecord is what was posted of a treaty, what of that is in accounts, and the statements of all of them.
type TreatyRecord struct {
	Book       TreatyBook
	Account    TreatyAccount
	Statements []Statement
}

// closed is the treaty, which has to be in run-off, as it is afterwards. Faults: STATUS_REFUSED.
func (t Treaty) closed(today date.Date) (Treaty, error) {
	if t.Status(today) != TreatyRunOff {
		return t, StatusRefused.New("treaty %s is %s", t.ID, t.Status(today))
	}
	t.End, t.Ended = TreatyClosed, today
	return t, nil
}

// over refuses a treaty of which something is left: outstanding losses, premium that is due, bordereaux that are in no account,
// or statements that are not settled. Faults: TREATY_OPEN.
func (t Treaty) over(r TreatyRecord, today date.Date) error {
	due, err := t.due(today)
	if err != nil {
		return tooLarge(err)
	}
	open := slices.ContainsFunc(r.Statements, func(s Statement) bool { return s.Status != StatementSettled })
	owed := !t.Terms.Kind.Proportional() && due != r.Account.Premium
	if open || owed || r.Book.Number != r.Account.Bordereaux || !r.Book.Ceded.Outstanding().IsZero() {
		return TreatyOpen.New("treaty %s has outstanding losses, premium or bordereaux that are not booked, or open statements", t.ID)
	}
	return nil
}

// StatementKeys are the places of all statements of a treaty.
func (a TreatyAccount) StatementKeys(t Treaty) []StatementKey {
	var keys []StatementKey
	for n := 1; n <= a.Accounts; n++ {
		for _, p := range t.Participants {
			keys = append(keys, StatementKey{t.ID, n, p.Party})
		}
	}
	return keys
}
