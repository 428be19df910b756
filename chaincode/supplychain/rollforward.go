// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// MovementKind is why the amount that an obligor owes changed.
type MovementKind string

// The kinds of movements.
const (
	// Confirmed: an undertaking became irrevocable.
	Confirmed MovementKind = "CONFIRMED"
	// Discharged: paid at maturity, late, or early by dynamic discounting, which counts with the face that it settles.
	Discharged MovementKind = "PAID"
	// Diluted: credited, or disputed with success.
	Diluted MovementKind = "DILUTED"
	// Fallen: a conditional undertaking lapsed.
	Fallen MovementKind = "LAPSED"
)

// Movement is a change of what an obligor owes on its undertakings.
type Movement struct {
	Obligor     parties.PartyID `json:"obligor"`
	Date        date.Date       `json:"date"`
	TxID        string          `json:"txId"`
	Undertaking UndertakingID   `json:"undertaking"`
	Kind        MovementKind    `json:"kind"`
	Amount      money.Money     `json:"amount"`
}

// MovementKey names a movement. A transaction moves one undertaking once.
type MovementKey struct {
	Obligor  parties.PartyID
	Currency money.Currency
	Date     date.Date
	TxID     string
}

// Key is the movement's place in a table: an obligor's, by date.
func (k MovementKey) Key() []string {
	return []string{string(k.Obligor), k.Currency.String(), k.Date.String(), k.TxID}
}

// MovementKey is the movement's name.
func (m Movement) MovementKey() MovementKey {
	return MovementKey{m.Obligor, m.Amount.Currency, m.Date, m.TxID}
}

// Moves is by how much an act changed what the obligor owes; false where it did not. A payment, a credit or the like leads
// from one discharge to another, so that the movements of an undertaking always add up to what is outstanding.
func (u Undertaking) Moves(kind MovementKind, before, after Discharge, act Act) (Movement, bool) {
	change := before.outstanding(u) - after.outstanding(u)
	return u.moves(kind, change, act), change > 0
}

// Confirms is the movement of an undertaking that becomes irrevocable.
func (u Undertaking) Confirms(act Act) Movement {
	return u.moves(Confirmed, u.Face.Amount.Minor(), act)
}

// Falls is the movement of an undertaking that lapses.
func (u Undertaking) Falls(d Discharge, act Act) Movement {
	return u.moves(Fallen, d.outstanding(u), act)
}

func (u Undertaking) moves(kind MovementKind, minor int64, act Act) Movement {
	return Movement{
		Obligor: u.Obligor.Party, Date: act.Today, TxID: act.TxID, Undertaking: u.ID, Kind: kind,
		Amount: money.Money{Amount: money.MustAmount(minor), Currency: u.Face.Currency},
	}
}

// RollforwardRequest asks how what an obligor owes changed.
type RollforwardRequest struct {
	Obligor  parties.PartyID `json:"obligor" help:"the obligor"`
	Currency money.Currency  `json:"currency" help:"ISO 4217 code"`
	From     date.Date       `json:"from" help:"first business date"`
	To       date.Date       `json:"to" help:"last business date"`
}

// Validate refuses malformed members.
func (r RollforwardRequest) Validate() error {
	if r.Currency.IsZero() || r.From.IsZero() || r.To.Before(r.From) {
		return errors.New("currency or from is missing, or to is before from")
	}
	return r.Obligor.Validate()
}

// Prefix begins the keys of the movements that count.
func (r RollforwardRequest) Prefix() []string {
	return []string{string(r.Obligor), r.Currency.String()}
}

// Rollforward is what buyers in supplier finance programmes disclose (FASB ASU 2022-04): what was outstanding at first,
// what was confirmed, paid and fell away, and what is outstanding at last. Opening, plus what was confirmed, less the rest,
// is the closing.
type Rollforward struct {
	RollforwardRequest
	Opening   money.Amount `json:"opening"`
	Confirmed money.Amount `json:"confirmed"`
	Paid      money.Amount `json:"paid"`
	Diluted   money.Amount `json:"diluted"`
	Lapsed    money.Amount `json:"lapsed"`
	Closing   money.Amount `json:"closing"`
}

// Rollforward sums up an obligor's movements from the first on. Faults: TOO_LARGE.
func (r RollforwardRequest) Rollforward(movements []Movement) (Rollforward, error) {
	f := Rollforward{RollforwardRequest: r}
	of := map[MovementKind]*money.Amount{Confirmed: &f.Confirmed, Discharged: &f.Paid, Diluted: &f.Diluted, Fallen: &f.Lapsed}
	for _, m := range movements {
		if m.Date.After(r.To) {
			continue
		}
		change := m.Amount.Amount
		if m.Kind != Confirmed {
			change = change.Neg()
		}
		err := addTo(&f.Closing, change)
		if m.Date.Before(r.From) {
			err = errors.Join(err, addTo(&f.Opening, change))
		} else {
			err = errors.Join(err, addTo(of[m.Kind], m.Amount.Amount))
		}
		if err != nil {
			return f, protocol.TooLarge.New("the undertakings of %s add up to too much: %v", r.Obligor, err)
		}
	}
	return f, nil
}

func addTo(sum *money.Amount, amount money.Amount) (err error) {
	*sum, err = sum.Add(amount)
	return err
}

// outstanding is what the obligor owes on the undertaking, what it withholds included.
func (d Discharge) outstanding(u Undertaking) int64 {
	face := u.Face.Amount.Minor()
	owed := d.owed(face, face)
	for at, withheld := range d.Withheld {
		owed += pariPassuOf(face).due(withheld.Units, d.Level.Minor(), face) + d.arrears(at, u)
	}
	return owed
}
