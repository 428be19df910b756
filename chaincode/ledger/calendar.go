// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"time"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Calendar carries out protocol.RollBusinessDate and protocol.CurrentBusinessDate; embed it into a contract.
type Calendar struct{}

// today is the one row of the business date.
type today struct {
	Date date.Date `json:"date"`
}

// current is the key of that row.
type current struct{}

// Key is constant.
func (current) Key() []string { return []string{"current"} }

var dates = kernelTable("_date", func(today) current { return current{} })

// DateRow names the row of the business date, for [Prefetch].
func DateRow() Row { return dates.Row(current{}) }

// BusinessDate is the date by which this chaincode's rules decide what is due. Reading it makes the transaction invalid
// when the date is rolled before it commits, so that a cut-off is exact. Faults: NOT_FOUND before the first roll.
func BusinessDate(r Reader) (date.Date, error) {
	row, found, err := dates.Find(r, current{})
	if err == nil && !found {
		err = protocol.NotFound.New("chaincode %s has no business date yet: roll it first", r.on().cc.name)
	}
	return row.Date, err
}

// BusinessDate answers the business date. Faults: NOT_FOUND.
func (Calendar) BusinessDate(q *Query, _ protocol.Nothing) (*protocol.BusinessDate, error) {
	day, err := BusinessDate(q)
	if err != nil {
		return nil, err
	}
	return &protocol.BusinessDate{Date: day}, nil
}

// RollBusinessDate moves the business date forward. Each endorser refuses a date that, by its own clock, no place on
// Earth has now, so that with a majority policy the clocks of a majority agree, whatever time zones members sit in.
// Faults: DATE_REFUSED.
func (Calendar) RollBusinessDate(tx *Tx, request protocol.RollRequest) (*protocol.BusinessDate, error) {
	s := tx.session
	if err := near(request.To, s.now); err != nil && !s.cc.house.Simulated {
		return nil, err
	}
	before, found, err := dates.Find(tx, current{})
	if err != nil {
		return nil, err
	}
	day := today{Date: request.To}
	if !found {
		return &protocol.BusinessDate{Date: request.To}, dates.Insert(tx, day)
	}
	if !before.Date.Before(request.To) {
		return nil, protocol.DateRefused.New("the business date is %s already and only goes forward", before.Date)
	}
	return &protocol.BusinessDate{Date: request.To}, dates.Update(tx, day)
}

// The time zones furthest from UTC: Baker Island and the Line Islands (IANA Etc/GMT+12, Pacific/Kiritimati).
const (
	westernmost = -12 * time.Hour
	easternmost = 14 * time.Hour
)

func near(day date.Date, now time.Time) error {
	earliest, err := date.Of(now.UTC().Add(westernmost))
	if err != nil {
		return err
	}
	latest, err := date.Of(now.UTC().Add(easternmost))
	if err != nil {
		return err
	}
	if day.Before(earliest) || day.After(latest) {
		return protocol.DateRefused.New("by this member's clock it is %s or %s somewhere on Earth, and %s nowhere", earliest, latest, day)
	}
	return nil
}
