// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Participant is a reinsurer of a bound treaty.
type Participant struct {
	Firm
	// Share is its signed line, in parts per billion of the whole.
	Share int64 `json:"share"`
	Purse Purse `json:"purse"`
}

// TreatyStatus is how a treaty stands on a day.
type TreatyStatus string

// The states of a treaty. All but the last two follow from the date and from whether the premium was adjusted.
const (
	TreatyBound   TreatyStatus = "BOUND"
	InForceTreaty TreatyStatus = "IN_FORCE"
	// TreatyExpired treaties wait for their premium to be adjusted, TreatyRunOff ones for their losses to develop.
	TreatyExpired TreatyStatus = "EXPIRED"
	TreatyRunOff  TreatyStatus = "RUN_OFF"
	// Commuted treaties were ended for a price, Closed ones because nothing is left of them.
	Commuted     TreatyStatus = "COMMUTED"
	TreatyClosed TreatyStatus = "CLOSED"
)

// Treaty is a bound treaty. It is sealed by the members of its cedent and of every participant: it is not made, and none of it
// changes, unless the peers of all of them endorse that. No claim ever changes it.
type Treaty struct {
	SlipTerms
	Cedent   Firm           `json:"cedent"`
	Currency money.Currency `json:"currency"`
	Period   treaty.Period  `json:"period"`
	Premium  treaty.Premium `json:"premium"`
	// Purse pays and receives the cedent's balances.
	Purse Purse `json:"purse"`
	// Participants are in the order of their names, which decides who gets the odd unit.
	Participants []Participant `json:"participants"`
	Bound        date.Date     `json:"bound"`
	// Version counts the endorsements.
	Version int `json:"version"`
	// Subject is the subject premium by which the treaty's own premium was adjusted, on the day Adjusted.
	Subject  money.Amount `json:"subject,omitzero"`
	Adjusted date.Date    `json:"adjusted,omitzero"`
	// End is how the treaty ended, on the day Ended.
	End   TreatyStatus `json:"end,omitzero"`
	Ended date.Date    `json:"ended,omitzero"`
}

// Binding is everything that binding a treaty reads.
type Binding struct {
	Slip      Slip
	Programme Programme
	// Lines are those that the cedent took, Others the treaties that the programme has already.
	Lines  []WrittenLine
	Others []Treaty
}

// BoundTreaty is what binding a treaty writes.
type BoundTreaty struct {
	Slip      Slip
	Programme Programme
	Treaty    Treaty
}

// Bind makes a treaty of a slip whose lines are all confirmed. Faults: NOT_YOURS, STATUS_REFUSED, LINES_SHORT,
// PROGRAMME_REFUSED.
func (b Binding) Bind(act Act) (BoundTreaty, []protocol.Event, error) {
	s, p := b.Slip, b.Programme
	if err := errors.Join(act.By(s.Cedent), s.in(SignedDown)); err != nil {
		return BoundTreaty{}, nil, err
	}
	participants, err := b.participants()
	if err != nil {
		return BoundTreaty{}, nil, err
	}
	t := Treaty{
		SlipTerms: s.SlipTerms, Cedent: s.Cedent, Currency: s.Currency, Period: p.Period, Premium: s.Premium, Purse: p.Purse, Participants: participants, Bound: act.Today,
	}
	t.Terms = s.placed()
	p.Treaties, s.Status = append(slices.Clone(p.Treaties), t.ID), SlipBound
	return BoundTreaty{s, p, t}, append(s.told(), t.told(act.Today)), fits(append(slices.Clone(b.Others), t))
}

// participants are the reinsurers with their confirmed lines. Faults: LINES_SHORT.
func (b Binding) participants() ([]Participant, error) {
	participants := make([]Participant, len(b.Lines))
	for i, line := range b.Lines {
		if line.Signed == 0 || line.Signed != b.Slip.Lines[i].Share {
			return nil, LinesShort.New("the line of %s is not confirmed", line.Reinsurer)
		}
		participants[i] = Participant{Firm: line.Firm, Share: line.Signed, Purse: line.Purse}
	}
	return participants, nil
}

// LineKeys are the places of the lines that the cedent took.
func (s Slip) LineKeys() []WrittenLineKey {
	keys := make([]WrittenLineKey, len(s.Lines))
	for i, line := range s.Lines {
		keys[i] = WrittenLineKey{Treaty: s.ID, Reinsurer: parties.PartyID(line.Reinsurer)}
	}
	return keys
}

// fits refuses treaties that are no programme together. Faults: PROGRAMME_REFUSED.
func fits(treaties []Treaty) error {
	if err := inuring(treaties).Validate(); err != nil {
		return ProgrammeRefused.New("%v", err)
	}
	return nil
}

// inuring are the treaties as package treaty computes with them.
func inuring(treaties []Treaty) treaty.Programme {
	p := make(treaty.Programme, len(treaties))
	for i, t := range treaties {
		p[i] = treaty.Treaty{ID: string(t.ID), Terms: t.Terms}
	}
	return p
}

// TreatySeals are the copies of a treaty in the own collections of those who agreed to it.
type TreatySeals struct {
	Treaty TreatyID        `json:"treaty"`
	Seals  []protocol.Seal `json:"seals"`
}

// Guards are the members whose peers have to endorse the treaty and every change of it, each once.
func (t Treaty) Guards() []string {
	guards := []string{t.Cedent.Host}
	for _, p := range t.Participants {
		if !slices.Contains(guards, p.Host) {
			guards = append(guards, p.Host)
		}
	}
	return guards
}

// lineOf is where a reinsurer is among the participants; below zero where it is none.
func (t Treaty) lineOf(reinsurer parties.PartyID) int {
	return slices.IndexFunc(t.Participants, func(p Participant) bool { return p.Party == reinsurer })
}

// TreatyPurseRequest changes through which account the caller's side of a treaty receives and pays: a mandate ends some day.
type TreatyPurseRequest struct {
	Treaty TreatyID `json:"treaty" help:"the treaty"`
	Purse  Purse    `json:"purse" help:"pays and receives the caller's balances"`
}

// Validate refuses malformed members.
func (r TreatyPurseRequest) Validate() error {
	return errors.Join(r.Treaty.Validate(), r.Purse.Validate())
}

// ChangePurse changes the purse of the caller's side, and answers whose it is. Faults: NOT_YOURS.
func (t Treaty) ChangePurse(r TreatyPurseRequest, act Act) (Treaty, Firm, []protocol.Event, error) {
	side, err := t.side(act)
	if err != nil {
		return t, side, nil, err
	}
	if at := t.lineOf(side.Party); at >= 0 {
		t.Participants = slices.Clone(t.Participants)
		t.Participants[at].Purse = r.Purse
	} else {
		t.Purse = r.Purse
	}
	return t, side, []protocol.Event{t.told(act.Today)}, nil
}

// Status is how the treaty stands on a day.
func (t Treaty) Status(today date.Date) TreatyStatus {
	switch {
	case t.End != "":
		return t.End
	case today.Before(t.Period.From):
		return TreatyBound
	case !today.After(t.Period.To):
		return InForceTreaty
	case !t.Terms.Kind.Proportional() && t.Adjusted.IsZero():
		return TreatyExpired
	default:
		return TreatyRunOff
	}
}

func (t Treaty) told(today date.Date) protocol.Event {
	return TreatyStateChanged.Of(string(t.ID), StatusEvent{Status: string(t.Status(today))})
}

// ended refuses treaties that are over. Faults: STATUS_REFUSED.
func (t Treaty) live(today date.Date) error {
	if t.End != "" {
		return StatusRefused.New("treaty %s is %s", t.ID, t.Status(today))
	}
	return nil
}

// participant finds the caller's line. Faults: NOT_YOURS.
func (t Treaty) participant(act Act) (Participant, error) {
	at := slices.IndexFunc(t.Participants, func(p Participant) bool { return p.Is(act.Caller) })
	if at < 0 {
		return Participant{}, NotYours.New("the caller has no line of treaty %s", t.ID)
	}
	return t.Participants[at], nil
}

// side refuses whoever is neither cedent nor participant. Faults: NOT_YOURS.
func (t Treaty) side(act Act) (Firm, error) {
	if t.Cedent.Is(act.Caller) {
		return t.Cedent, nil
	}
	p, err := t.participant(act)
	return p.Firm, err
}

// lines are the participants' shares.
func (t Treaty) lines() []treaty.Line {
	lines := make([]treaty.Line, len(t.Participants))
	for i, p := range t.Participants {
		lines[i] = treaty.Line{Reinsurer: string(p.Party), Share: p.Share}
	}
	return lines
}

// Money is an amount of the treaty's currency.
func (t Treaty) Money(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: t.Currency}
}

// full is the premium of the whole layer: the deposit, or once it was adjusted what the subject premium makes of it.
func (t Treaty) full() (money.Amount, error) {
	if t.Adjusted.IsZero() {
		return t.Premium.Deposit, nil
	}
	return t.Premium.Final(t.Subject)
}

// due is the placed share of the premium that fell due until a day: the instalments of the deposit, or once it was adjusted
// all of it. Rounded half up, of the total.
func (t Treaty) due(today date.Date) (money.Amount, error) {
	full, err := t.full()
	if err == nil && t.Adjusted.IsZero() {
		full, err = t.instalments(full, today)
	}
	if err != nil || t.Terms.Kind.Proportional() {
		return money.Amount{}, err
	}
	return full.Mul(t.Terms.PlacedShare, decimal.HalfUp)
}

// instalments are those of a deposit that fell due until a day.
func (t Treaty) instalments(deposit money.Amount, today date.Date) (money.Amount, error) {
	if len(t.Instalments) == 0 {
		return money.Amount{}, nil
	}
	weights, due := make([]int64, len(t.Instalments)), 0
	for i, day := range t.Instalments {
		weights[i] = 1
		if !day.After(today) {
			due++
		}
	}
	parts, err := split.Amounts(deposit, weights)
	if err != nil {
		return money.Amount{}, err
	}
	return money.Sum(parts[:due]...)
}
