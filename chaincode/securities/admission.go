// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AdmissionKey names an investor's admission to an instrument. It is the investor that is admitted, with all its accounts.
type AdmissionKey struct {
	Instrument InstrumentID    `json:"instrument" help:"the instrument"`
	Party      parties.PartyID `json:"party" help:"the investor"`
}

// Validate refuses malformed members.
func (k AdmissionKey) Validate() error {
	if err := k.Instrument.Validate(); err != nil {
		return err
	}
	return k.Party.Validate()
}

// Key is the admission's place in a table.
func (k AdmissionKey) Key() []string { return []string{string(k.Instrument), string(k.Party)} }

// AdmissionStatus is how an admission stands.
type AdmissionStatus string

// The states of an admission.
const (
	Admitted AdmissionStatus = "ADMITTED"
	// SellOnly investors keep what they have and get no more.
	SellOnly AdmissionStatus = "SELL_ONLY"
	// Released investors hold nothing, and their slot is free.
	Released AdmissionStatus = "RELEASED"
)

// Admission lets an investor receive units of an instrument, until a day. Whoever is not admitted, or no more, may sell.
type Admission struct {
	Instrument InstrumentID `json:"instrument"`
	Investor   Firm         `json:"investor"`
	Class      Class        `json:"class"`
	// Jurisdiction is the ISO 3166 code of the country whose rules the investor is under.
	Jurisdiction string `json:"jurisdiction"`
	// Until is the last business date on which it may receive.
	Until date.Date `json:"until"`
	// Slot is the one of the class that it takes, from 1; 0 where the class has no limit.
	Slot   int             `json:"slot,omitzero"`
	Status AdmissionStatus `json:"status"`
	// Since is the business date of the last change of status.
	Since date.Date `json:"since"`
	// Absence is how far a register was read for the investor: see [Releasing].
	Absence Absence `json:"absence,omitzero"`
}

// Absence says that the first pages of the register of a day have no holding of the investor.
type Absence struct {
	Day   date.Date `json:"day"`
	Pages int       `json:"pages"`
}

// AdmissionKey is the admission's name.
func (a Admission) AdmissionKey() AdmissionKey {
	return AdmissionKey{Instrument: a.Instrument, Party: a.Investor.Party}
}

// Receives refuses an investor that may not receive units on the day. Faults: NOT_ADMITTED.
func (a Admission) Receives(instrument InstrumentID, owner Firm, act Act) error {
	switch {
	case a.Instrument != instrument || a.Investor != owner:
		return NotAdmitted.New("party %s is not admitted to instrument %s", owner.Party, instrument)
	case a.Status != Admitted:
		return NotAdmitted.New("the admission of party %s to instrument %s is %s", owner.Party, instrument, a.Status)
	case act.Today.After(a.Until):
		return NotAdmitted.New("the admission of party %s to instrument %s ended on %s", owner.Party, instrument, a.Until)
	}
	return nil
}

func (a Admission) event() protocol.Event {
	return AdmissionChanged.Of(string(a.Instrument)+"/"+string(a.Investor.Party), StatusEvent{Status: string(a.Status)})
}
