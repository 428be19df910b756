// SPDX-License-Identifier: Apache-2.0

package sameloss

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// Scheme says what a number names.
type Scheme string

// schemes are those that objects are named by.
var schemes = []Scheme{"VIN", "PLATE", "PARCEL", "SERIAL", "CONTAINER", "BOOKING", "PERSON"}

// Schemes lists the schemes: vehicles by number and by plate, land, things by serial number, containers, journeys, persons.
func Schemes() []Scheme { return slices.Clone(schemes) }

// Object is what was damaged, lost or hurt.
type Object struct {
	Scheme Scheme `json:"scheme" help:"VIN, PLATE, PARCEL, SERIAL, CONTAINER, BOOKING or PERSON"`
	Number string `json:"number" help:"the object's number in the scheme"`
}

// Bill is a bill for repair or treatment.
type Bill struct {
	Issuer string `json:"issuer" help:"LEI or USCC of who issued the bill"`
	Number string `json:"number" help:"number of the bill"`
}

// Loss is what tokens are made of. It is personal: it is shown to the insurer's own peer alone.
type Loss struct {
	LossAt  date.Date `json:"lossAt" help:"day of the loss"`
	Objects []Object  `json:"objects" help:"what was damaged, lost or hurt"`
	Bills   []Bill    `json:"bills,omitempty" help:"bills for repair or treatment"`
}

// partsMax bounds the objects, and the bills, of a loss.
const partsMax = 16

// Validate refuses a loss without objects, unknown schemes and numbers that are compared with nothing.
func (l Loss) Validate() error {
	if l.LossAt.IsZero() || len(l.Objects) == 0 || len(l.Objects) > partsMax || len(l.Bills) > partsMax {
		return fmt.Errorf("lossAt, 1 to %d objects and at most %d bills are needed", partsMax, partsMax)
	}
	for _, object := range l.Objects {
		if !slices.Contains(schemes, object.Scheme) {
			return errors.New("scheme of an object is unknown")
		}
		if err := printed(object.Number); err != nil {
			return err
		}
	}
	for _, bill := range l.Bills {
		if err := errors.Join(protocol.ValidateName("issuer", bill.Issuer), printed(bill.Number)); err != nil {
			return err
		}
	}
	return nil
}

func printed(number string) error {
	if err := protocol.ValidateText("number", number, 64); err != nil {
		return err
	}
	if normal, err := duplicate.Normal(number); err != nil || normal == "" {
		return errors.New("a number has nothing to compare")
	}
	return nil
}

// Class says which facts a token stands for.
type Class string

// The classes.
const (
	ByObject Class = "OBJECT"
	ByBill   Class = "BILL"
	ByMonth  Class = "MONTH"
)

// Hard tells whether an equal token means the same loss.
func (c Class) Hard() bool { return c != ByMonth }

// canonical are the texts of a loss, by class, each once.
func (l Loss) canonical() []text {
	year, month, _ := l.LossAt.Civil()
	var all []text
	for _, object := range l.Objects {
		number, _ := duplicate.Normal(object.Number)
		all = append(all,
			text{ByObject, fmt.Sprintf("v1|LOSS-OBJECT|%s|%s|%s", object.Scheme, number, l.LossAt)},
			text{ByMonth, fmt.Sprintf("v1|LOSS-MONTH|%s|%s|%04d-%02d", object.Scheme, number, year, month)})
	}
	for _, bill := range l.Bills {
		number, _ := duplicate.Normal(bill.Number)
		all = append(all, text{ByBill, fmt.Sprintf("v1|LOSS-BILL|%s|%s", bill.Issuer, number)})
	}
	slices.SortFunc(all, text.compare)
	return slices.Compact(all)
}
