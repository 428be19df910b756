// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/network/demo/deposits"
	"github.com/consort-finance/consort/network/demo/listing"
	"github.com/consort-finance/consort/network/demo/protection"
	"github.com/consort-finance/consort/network/demo/receivables"
	"github.com/consort-finance/consort/network/demo/story"
)

// Chapter is a story about one product.
type Chapter struct {
	// Name chooses the chapter on the command line and names it in the result.
	Name string
	// Title says what it is about.
	Title string
	// Steps prepares the story: it may look at the network, and changes nothing yet.
	Steps func(context.Context, *story.Stage) ([]story.Step, error)
}

// Chapters are all chapters, in the order in which they are told.
func Chapters() []Chapter {
	return []Chapter{
		{"cash", "Tokenised deposits: issued, paid, held, redeemed, and not to be stolen", deposits.Steps},
		{"supplychain", "Receivables: undertaken, split, passed on, financed once, paid to whoever holds them", receivables.Steps},
		{"securities", "Securities: listed, subscribed, settled against cash with every custodian's word, serviced to maturity", listing.Steps},
		{"insurance", "Insurance: a fire adjudicated and paid, a drought that pays by itself", protection.Steps},
	}
}

// Known refuses the name of a chapter that there is not; the empty one stands for all.
func Known(name string) error {
	_, err := choose(name)
	return err
}

// choose answers the chapter of a name, or all when it is empty.
func choose(name string) ([]Chapter, error) {
	all := Chapters()
	if name == "" {
		return all, nil
	}
	names := make([]string, len(all))
	for i, chapter := range all {
		if names[i] = chapter.Name; chapter.Name == name {
			return []Chapter{chapter}, nil
		}
	}
	return nil, fmt.Errorf("no chapter %q: there are %s", name, strings.Join(names, ", "))
}
