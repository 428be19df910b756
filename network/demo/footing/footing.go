// SPDX-License-Identifier: Apache-2.0

package footing

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// Who acts for the banks and for the regulator.
const (
	NorthOfficer story.Person = "northbank/officer"
	NorthMaker   story.Person = "northbank/maker"
	NorthChecker story.Person = "northbank/checker"
	SouthOfficer story.Person = "southbank/officer"
	SouthMaker   story.Person = "southbank/maker"
	SouthChecker story.Person = "southbank/checker"
	Attester     story.Person = "regulator/officer"
	Supervisor   story.Person = "regulator/supervisor"
)

// Footing is a consortium as a chapter finds it.
type Footing struct {
	*story.Stage
	// Today is the business date of cash.
	Today        date.Date
	Constitution parties.Constitution

	prefix string
}

// Look looks at what is there, and changes nothing. The prefix sets a chapter's identifiers apart from those of others.
func Look(ctx context.Context, stage *story.Stage, prefix string) (*Footing, error) {
	constitution, err := story.Ask(ctx, stage, NorthOfficer, parties.GetConstitution, protocol.Nothing{})
	if err != nil {
		return nil, err
	}
	today, err := story.Ask(ctx, stage, NorthOfficer, cash.Today, protocol.Nothing{})
	if err != nil {
		return nil, err
	}
	return &Footing{Stage: stage, Today: today.Date, Constitution: *constitution, prefix: prefix}, nil
}

// ID is a name that is new in each chapter of each telling.
func (f *Footing) ID(name string) string { return f.Stage.ID(f.prefix + name) }

// Account is the identifier of an account of the chapter.
func (f *Footing) Account(name string) cash.AccountID { return cash.AccountID(f.ID(name)) }

// Majority tells how many members make a resolution.
func (f *Footing) Majority() string {
	return fmt.Sprintf("%d of %d members", f.Constitution.Threshold, len(f.Constitution.Members))
}

// Euro is the currency of the stories.
var Euro = money.MustCurrency("EUR")

// Euros is an amount of whole euros.
func Euros(units int64) money.Money {
	return money.Money{Amount: money.MustAmount(units * 100), Currency: Euro}
}

// Concat is all steps in order.
func Concat(parts ...[]story.Step) []story.Step {
	var all []story.Step
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}
