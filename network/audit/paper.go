// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// paper is what a peer has of an undertaking, and the account through which it is paid.
type paper struct {
	supplychain.Books
	collection cash.AccountID
}

// papers reads the undertakings of all parties.
func (b books) papers(ctx context.Context, hosted []parties.Party) ([]paper, error) {
	var all []paper
	for _, party := range hosted {
		undertakings, err := list(ctx, b, supplychain.UndertakingsByObligor, func(page protocol.PageRequest) supplychain.FirmPage {
			return supplychain.FirmPage{PageRequest: page, Party: party.ID}
		})
		if err != nil {
			return nil, fmt.Errorf("obligor %s: %w", party.ID, err)
		}
		for _, u := range undertakings {
			read, err := b.paper(ctx, u)
			if err != nil {
				return nil, fmt.Errorf("undertaking %s: %w", u.ID, err)
			}
			if len(read.Slices) > 0 { // it was taken up
				all = append(all, read)
			}
		}
	}
	return all, nil
}

func (b books) paper(ctx context.Context, u supplychain.Undertaking) (paper, error) {
	read := paper{Books: supplychain.Books{Undertaking: u}}
	pages := func(page protocol.PageRequest) supplychain.SlicesRequest {
		return supplychain.SlicesRequest{PageRequest: page, Undertaking: u.ID}
	}
	var err error
	if read.Slices, err = list(ctx, b, supplychain.Slices, pages); err != nil || len(read.Slices) == 0 {
		return read, err
	}
	if read.Deals, err = list(ctx, b, supplychain.Deals, pages); err != nil {
		return read, err
	}
	if read.Collections, err = list(ctx, b, supplychain.Collections, pages); err != nil {
		return read, err
	}
	if read.Distributions, err = list(ctx, b, supplychain.Distributions, pages); err != nil {
		return read, err
	}
	discharge, err := ask(ctx, b, supplychain.GetDischarge, u.ID)
	if err != nil {
		return read, err
	}
	programme, err := ask(ctx, b, supplychain.GetProgramme, u.Programme)
	if err != nil {
		return read, err
	}
	read.Discharge, read.collection = *discharge, programme.Collection
	return read, nil
}

// undertakings judges tiling, encumbrances and the division of money of every undertaking at every peer.
func undertakings(views []*view) []Invariant {
	tiling := Invariant{Name: "tiling", Sentence: "slices tile their undertaking, with neither gap nor overlap"}
	single := Invariant{Name: "single-encumbrance", Sentence: "on each unit of an undertaking lies one encumbrance at most"}
	exact := Invariant{Name: "waterfall-exact", Sentence: "deals and collections are divided to the last unit, and the rest is there"}
	for _, v := range views {
		left := map[cash.AccountID]money.Amount{}
		for _, p := range v.papers {
			rest, breaches := p.Audit()
			sum, err := left[p.collection].Add(rest)
			if err != nil {
				exact.broken(v, "account %s: %v", p.collection, err)
			}
			left[p.collection] = sum
			tiling.all(v, breaches.Tiling)
			single.all(v, breaches.Encumbrance)
			exact.all(v, breaches.Division)
		}
		for _, a := range v.accounts {
			// More may be there: anybody may pay into it.
			if want, collects := left[a.id]; collects && a.posted.Cmp(want) < 0 {
				exact.broken(v, "account %s: posted %s, undertakings left %s", a.id, a.posted, want)
			}
		}
	}
	return []Invariant{tiling, single, exact}
}

func (i *Invariant) all(v *view, breaches []string) {
	for _, breach := range breaches {
		i.broken(v, "%s", breach)
	}
}
