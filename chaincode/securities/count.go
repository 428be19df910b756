// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// countMost bounds the lots of one page.
const countMost = 4000

// HoldersMost bounds the accounts of one page, so that a page is paid in one transaction: cash moves at most 1,000 legs in
// one, and beside the holders there are the tax agent's and what cannot be paid.
const HoldersMost = cash.LegsMax - 10

// CountRequest counts a part of a register: it names every lot that was held in it at the end of the day.
type CountRequest struct {
	RegisterKey
	Buckets
	Lots []LotID `json:"lots" help:"all lots of these buckets that were held at the end of the day, such as LotsOn lists; at most 4000"`
}

// Validate refuses malformed members and a lot that is named twice.
func (r CountRequest) Validate() error {
	if len(r.Lots) == 0 || len(r.Lots) > countMost {
		return fmt.Errorf("1 to %d lots are counted", countMost)
	}
	seen := make(map[LotID]bool, len(r.Lots))
	for _, lot := range r.Lots {
		if err := lot.Validate(); err != nil {
			return err
		}
		if seen[lot] {
			return fmt.Errorf("lot %s is named twice", lot)
		}
		seen[lot] = true
	}
	return errors.Join(r.RegisterKey.Validate(), r.Buckets.Validate())
}

// Keys names the lots.
func (r CountRequest) Keys() []LotKey { return Keys(r.Instrument, r.Lots) }

// over refuses a day that is not over: its lots may still change. Faults: DAY_OPEN.
func (k RegisterKey) over(act Act) error {
	if !k.Day.Before(act.Today) {
		return DayOpen.New("%s is not over on %s", k.Day, act.Today)
	}
	return nil
}

// Holders lists the accounts of lots, each once, in the order of their names.
func Holders(lots []Lot) []AccountID {
	var ids []AccountID
	for _, lot := range lots {
		ids = append(ids, lot.Account)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Count counts lots into a page, by the depository; accounts are those of [Holders]. Each lot was there at the end of the
// day, and is in the page's part of the register, so that it can be on no other page.
// Faults: NOT_YOURS, DAY_OPEN, NOT_ON_THAT_DAY, BUCKET_REFUSED, QUANTITY_TOO_LARGE, TOO_LARGE.
func (r CountRequest) Count(i Instrument, lots []Lot, accounts []Account, act Act) (Page, Tally, []protocol.Event, error) {
	page := Page{Instrument: r.Instrument, Day: r.Day, Buckets: r.Buckets}
	if err := byMember(act, i.Depository); err != nil {
		return page, Tally{}, nil, err
	}
	if err := r.over(act); err != nil {
		return page, Tally{}, nil, err
	}
	if len(accounts) > HoldersMost {
		return page, Tally{}, nil, protocol.TooLarge.New("a page has at most %d accounts: count fewer buckets", HoldersMost)
	}
	held := make(map[AccountID]Quantity, len(accounts))
	for _, lot := range lots {
		sum, err := r.counts(lot, held[lot.Account])
		if err != nil {
			return page, Tally{}, nil, err
		}
		held[lot.Account] = sum
	}
	for _, account := range accounts {
		page.Holdings = append(page.Holdings, Holding{
			Account: account.ID, Owner: account.Owner, Kind: account.Kind, Tax: account.TaxOn(r.Day), Cash: account.Cash,
			Custodian: account.Custodian, Quantity: held[account.ID],
		})
	}
	tally, err := page.tally(i)
	return page, tally, []protocol.Event{page.event()}, err
}

// counts adds a lot to what its account has.
func (r CountRequest) counts(lot Lot, sum Quantity) (Quantity, error) {
	if !r.Contains(lot.Account.Bucket()) {
		return 0, BucketRefused.New("lot %s is not in buckets %s to %s", lot.ID, r.From, r.To)
	}
	if !lot.HeldOn(r.Day) {
		return 0, NotOnThatDay.New("lot %s was not held at the end of %s", lot.ID, r.Day)
	}
	return sum.Add(lot.Quantity)
}

// tally adds the page up. Faults: QUANTITY_TOO_LARGE.
func (p Page) tally(i Instrument) (Tally, error) {
	t := Tally{Instrument: p.Instrument, Day: p.Day, Buckets: p.Buckets, Accounts: len(p.Holdings)}
	var err error
	for _, holding := range p.Holdings {
		if t.Total, err = t.Total.Add(holding.Quantity); err != nil {
			return t, err
		}
		if holding.OwnedBy(i.Issuer) {
			t.Treasury += holding.Quantity
		}
	}
	hash, err := protocol.RequestHash(p)
	t.Hash = Hash(hash)
	return t, err
}

// OwnedBy tells whether the units are the issuer's own, in its treasury.
func (h Holding) OwnedBy(issuer Firm) bool { return h.Kind == Treasury && h.Owner == issuer }

func (p Page) event() protocol.Event {
	return PageCounted.Of(string(p.Instrument)+"/"+string(p.From), PageEvent{Day: p.Day, Accounts: len(p.Holdings)})
}

// CloseRequest closes a register whose pages have been counted.
type CloseRequest struct {
	RegisterKey
	// Pages are named by their first buckets, in order.
	Pages []Bucket `json:"pages" help:"first buckets of all pages, in order; at most 2000, none where there is no unit"`
}

// pagesMost bounds the pages of a register.
const pagesMost = 2000

// Validate refuses malformed members and pages out of order.
func (r CloseRequest) Validate() error {
	if len(r.Pages) > pagesMost {
		return fmt.Errorf("a register has at most %d pages", pagesMost)
	}
	for i, page := range r.Pages {
		if err := page.Validate(); err != nil {
			return err
		}
		if i > 0 && cmp.Compare(r.Pages[i-1], page) >= 0 {
			return errors.New("pages are not in order")
		}
	}
	return r.RegisterKey.Validate()
}

// Keys names the pages.
func (r CloseRequest) Keys() []PageKey {
	return Register{Instrument: r.Instrument, Day: r.Day, Pages: r.Pages}.PageKeys()
}

// Close closes a register, by the depository. It is complete if the pages do not overlap and add up to the supply at the
// end of the day: every unit on them was there, each once, and there were no more.
// Faults: NOT_YOURS, DAY_OPEN, BUCKET_REFUSED, REGISTER_INCOMPLETE, QUANTITY_TOO_LARGE.
func (r CloseRequest) Close(i Instrument, tallies []Tally, supply Quantity, act Act) (Register, []protocol.Event, error) {
	register := Register{Instrument: r.Instrument, Day: r.Day, Pages: r.Pages, Supply: supply}
	if err := byMember(act, i.Depository); err != nil {
		return register, nil, err
	}
	if err := r.over(act); err != nil {
		return register, nil, err
	}
	hashes, counted := make([]Hash, len(tallies)), Quantity(0)
	for n, tally := range tallies {
		if n > 0 && tally.From <= tallies[n-1].To {
			return register, nil, BucketRefused.New("pages %s and %s overlap", tallies[n-1].From, tally.From)
		}
		sum, err := counted.Add(tally.Total)
		if err != nil {
			return register, nil, err
		}
		counted, hashes[n] = sum, tally.Hash
		register.Accounts += tally.Accounts
		register.Treasury += tally.Treasury
	}
	if counted != supply {
		return register, nil, RegisterIncomplete.New("the pages have %s units, the supply was %s", counted, supply)
	}
	root, err := protocol.RequestHash(hashes)
	register.Root = Hash(root)
	return register, []protocol.Event{RegisterClosed.Of(string(r.Instrument), PageEvent{Day: r.Day, Accounts: register.Accounts})}, err
}
