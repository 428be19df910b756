// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// CourtOrderID names an order of a court or an authority. The regulator chooses it, and it stays taken.
type CourtOrderID string

// Validate refuses a malformed name.
func (id CourtOrderID) Validate() error { return protocol.ValidateName("order", string(id)) }

// Key is the order's place in a table.
func (id CourtOrderID) Key() []string { return []string{string(id)} }

// CourtKind says what an order does. Each kind is a power of its own: none does what another is for.
type CourtKind string

// The kinds of orders.
const (
	// FreezeOrder stops an account, lots or an instrument, and takes nothing from anybody.
	FreezeOrder CourtKind = "FREEZE"
	// UnfreezeOrder ends what one freeze stopped.
	UnfreezeOrder CourtKind = "UNFREEZE"
	// TransferOrder moves units to another account.
	TransferOrder CourtKind = "TRANSFER"
	// RecoveryOrder moves all that an account has, and is to get, to the account that takes its place.
	RecoveryOrder CourtKind = "RECOVERY"
)

// CourtSubject says what a freeze stops.
type CourtSubject string

// The subjects of a freeze.
const (
	// OnAccount: nothing leaves or enters an account, of whatever instrument.
	OnAccount CourtSubject = "ACCOUNT"
	// OnLots: units of the instrument in an account stay where they are.
	OnLots CourtSubject = "LOTS"
	// OnInstrument: all units of the instrument, as far as the level says.
	OnInstrument CourtSubject = "INSTRUMENT"
	// OnIncome: what units that were pledged or frozen brought an account under an action waits in suspense.
	OnIncome CourtSubject = "INCOME"
)

// CourtStatus is how an order stands.
type CourtStatus string

// The states of an order.
const (
	CourtOrdered  CourtStatus = "ORDERED"
	CourtCosigned CourtStatus = "COSIGNED"
	CourtExecuted CourtStatus = "EXECUTED"
	// CourtReversed: another order undid it.
	CourtReversed CourtStatus = "REVERSED"
	// CourtWithdrawn: it was taken back before anything was done under it.
	CourtWithdrawn CourtStatus = "WITHDRAWN"
)

// CourtTerms are what an order orders.
type CourtTerms struct {
	Kind CourtKind `json:"kind" help:"FREEZE, UNFREEZE, TRANSFER or RECOVERY"`
	// Document is the legal document, which is not on the ledger.
	Document Hash   `json:"document" help:"SHA-256 of the legal document"`
	Reason   string `json:"reason" help:"why, in a sentence without names, at most 200 characters"`
	// Instrument is the one whose regulator and depository give the order.
	Instrument InstrumentID `json:"instrument" help:"the instrument; its regulator and depository give the order"`
	Subject    CourtSubject `json:"subject,omitzero" help:"of FREEZE and UNFREEZE: ACCOUNT, LOTS or INSTRUMENT; of UNFREEZE also INCOME"`
	Account    AccountID    `json:"account,omitzero" help:"the account that it is about; none for INSTRUMENT"`
	// Evidence is a lot of the account in the instrument: it puts the account under the instrument's regulator.
	Evidence LotID `json:"evidence,omitzero" help:"a lot of the account in the instrument, spent or not: freeze of ACCOUNT, RECOVERY"`
	// Quantity is the most units that are frozen or moved.
	Quantity Quantity  `json:"quantity,omitzero" help:"units at most: freeze of LOTS, TRANSFER"`
	Level    HaltLevel `json:"level,omitzero" help:"freeze of INSTRUMENT: NO_TRADE, NO_MOVE or NO_WRITE"`
	To       AccountID `json:"to,omitzero" help:"account that receives: TRANSFER, RECOVERY"`
	// Successor takes the place of the account's owner.
	Successor parties.PartyID `json:"successor,omitzero" help:"RECOVERY: owner of the new account, where it is another party"`
	// Action is the one whose income is freed.
	Action ActionID `json:"action,omitzero" help:"UNFREEZE of INCOME: the action under which it waits"`
	// Ends is the order that this one undoes.
	Ends CourtOrderID `json:"ends,omitzero" help:"the freeze that UNFREEZE ends, or the transfer that TRANSFER reverses"`
}

const courtReasonMax = 200

// Validate refuses malformed members, and those that a kind does not have.
func (t CourtTerms) Validate() error {
	if err := errors.Join(t.Document.Validate(), protocol.ValidateText("reason", t.Reason, courtReasonMax), t.Instrument.Validate()); err != nil {
		return err
	}
	has, err := t.members()
	if err != nil {
		return err
	}
	for _, member := range []struct {
		name  string
		given bool
		valid func() error
	}{
		{"account", t.Account != "", t.Account.Validate}, {"evidence", t.Evidence != "", t.Evidence.Validate},
		{"quantity", t.Quantity != 0, t.Quantity.Validate}, {"level", t.Level != "", t.Level.Validate},
		{"to", t.To != "", t.To.Validate}, {"successor", t.Successor != "", t.Successor.Validate},
		{"action", t.Action != "", t.Action.Validate}, {"ends", t.Ends != "", t.Ends.Validate},
	} {
		if err := has.check(member.name, member.given, member.valid); err != nil {
			return err
		}
	}
	if t.To == t.Account && t.To != "" {
		return errors.New("account and to are one account")
	}
	return nil
}

// memberUse says of members whether they are needed; those that are not there are refused.
type memberUse map[string]bool

func (u memberUse) check(name string, given bool, valid func() error) error {
	needed, known := u[name]
	switch {
	case given && !known:
		return fmt.Errorf("this kind of order has no %s", name)
	case given:
		return valid()
	case needed:
		return fmt.Errorf("%s is missing", name)
	}
	return nil
}

// members are those that an order has beside what all have.
func (t CourtTerms) members() (memberUse, error) {
	switch {
	case (t.Kind == TransferOrder || t.Kind == RecoveryOrder) && t.Subject != "":
		return nil, errors.New("this kind of order has no subject")
	case t.Kind == TransferOrder:
		return memberUse{"account": true, "quantity": true, "to": true, "ends": false}, nil
	case t.Kind == RecoveryOrder:
		return memberUse{"account": true, "evidence": true, "to": true, "successor": false}, nil
	case t.Kind != FreezeOrder && t.Kind != UnfreezeOrder:
		return nil, fmt.Errorf("kind %q is not FREEZE, UNFREEZE, TRANSFER or RECOVERY", protocol.Excerpt(string(t.Kind)))
	}
	freezes := t.Kind == FreezeOrder
	if t.Subject == OnIncome && !freezes {
		return memberUse{"account": true, "action": true}, nil
	}
	var has memberUse
	switch t.Subject {
	case OnAccount:
		has = memberUse{"account": true, "evidence": true}
	case OnLots:
		has = memberUse{"account": true, "quantity": true}
	case OnInstrument:
		has = memberUse{"level": true}
	default:
		return nil, fmt.Errorf("subject %q is not ACCOUNT, LOTS or INSTRUMENT, or INCOME that is freed", protocol.Excerpt(string(t.Subject)))
	}
	if !freezes {
		delete(has, "evidence")
		delete(has, "quantity")
		delete(has, "level")
		has["ends"] = true
	}
	return has, nil
}

// CourtOrder is an order of a court or an authority, as it stands, with everybody who had a hand in it.
type CourtOrder struct {
	ID CourtOrderID `json:"id"`
	CourtTerms
	// Depository and Regulator are the members that give and carry out the order: those of the instrument.
	Depository string      `json:"depository"`
	Regulator  string      `json:"regulator"`
	Status     CourtStatus `json:"status"`
	// Maker ordered it on the business date Ordered, Cosigner agreed on Cosigned.
	Maker    Person    `json:"maker"`
	Ordered  date.Date `json:"ordered"`
	Cosigner Person    `json:"cosigner,omitzero"`
	Cosigned date.Date `json:"cosigned,omitzero"`
	// Pages is how many transactions carried it out, and Done how many units they froze, freed or moved.
	Pages    int       `json:"pages,omitzero"`
	Done     Quantity  `json:"done,omitzero"`
	Executed date.Date `json:"executed,omitzero"`
	// UndoneBy is the order that undid it.
	UndoneBy CourtOrderID `json:"undoneBy,omitzero"`
}

// Name is the order's name.
func (o CourtOrder) Name() CourtOrderID { return o.ID }

// Of lists an order with its instrument.
func (o CourtOrder) Of() []string { return []string{string(o.Instrument)} }

// About lists an order with the account that it is about; none for an instrument.
func (o CourtOrder) About() []string {
	if o.Account == "" {
		return nil
	}
	return []string{string(o.Account)}
}

// Office is the role in which a member acts on an order.
func (o CourtOrder) Office(act Act) role.Role { return officeOf(o.Regulator, act) }

// officeOf is the regulator's for members of the regulator, and the depository's for all others.
func officeOf(regulator string, act Act) role.Role {
	if act.Caller.MSP == regulator {
		return role.Regulator
	}
	return role.Depository
}

// joint tells whether two orders are given by the same members.
func (o CourtOrder) joint(other CourtOrder) bool {
	return o.Depository == other.Depository && o.Regulator == other.Regulator
}

// event says how the order stands, who made it so, in which role, and by which document.
func (o CourtOrder) event(act Act) protocol.Event {
	return CourtOrderChanged.Of(string(o.ID), CourtEvent{
		Status: o.Status, Kind: o.Kind, Document: o.Document, By: act.Caller.MSP, Role: o.Office(act), Page: o.Pages,
	})
}

// CourtEvent says who did what with an order. The page is the last one that was carried out.
type CourtEvent struct {
	Status   CourtStatus `json:"status"`
	Kind     CourtKind   `json:"kind"`
	Document Hash        `json:"document"`
	By       string      `json:"by"`
	Role     role.Role   `json:"role"`
	Page     int         `json:"page,omitzero"`
}

// CourtOrderChanged tells what became of an order.
var CourtOrderChanged = protocol.NewEventType[CourtEvent]("securities:CourtOrderChanged")

// Orders of courts.
var (
	// OrderRefused: the order is of another kind, about something else, or given by other members.
	OrderRefused = protocol.Code{Name: "ORDER_REFUSED", Status: 409}
	// OrderExceeded: more units than the order is about.
	OrderExceeded = protocol.Code{Name: "ORDER_EXCEEDED", Status: 409}
	// OrderPageRefused: the page was carried out before, or is not the next one.
	OrderPageRefused = protocol.Code{Name: "ORDER_PAGE_REFUSED", Status: 409}
)
