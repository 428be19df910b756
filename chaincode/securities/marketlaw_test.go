// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

var (
	euro    = money.MustCurrency("EUR")
	opening = date.MustParse("2026-01-06")
	closing = date.MustParse("2026-01-08")
	issuing = securities.Firm{Party: "industry", Host: "IndustryMSP"}
	paper   = securities.Instrument{
		ID: "IND-29", Kind: securities.Bond, Currency: euro, Issuer: issuing, Depository: "DepositoryMSP", Regulator: "RegulatorMSP",
		Status: securities.Active, Version: 1,
	}
	treasury = securities.Account{ID: "treasury", Custodian: "NorthbankMSP", Owner: issuing, Kind: securities.Treasury, Cash: "industry", Status: securities.AccountOpen}
)

// acting is what a rule knows of a transaction of somebody.
func acting(firm securities.Firm, today date.Date, n int) securities.Act {
	return securities.Act{
		Today: today,
		Facts: protocol.Facts{TxID: fmt.Sprintf("%064x", n), Caller: protocol.Principal{MSP: firm.Host, Party: string(firm.Party)}},
	}
}

func investor(n int) securities.Applicant {
	firm := securities.Firm{Party: parties.PartyID(fmt.Sprintf("investor-%02d", n)), Host: "NorthbankMSP"}
	return securities.Applicant{
		Account: securities.Account{
			ID: securities.AccountID(firm.Party), Custodian: "NorthbankMSP", Owner: firm, Kind: securities.Investor,
			Cash: cash.AccountID(firm.Party), Status: securities.AccountOpen,
		},
		Admission: securities.Admission{Instrument: paper.ID, Investor: firm, Class: "public", Until: date.MustParse("2029-12-31"), Status: securities.Admitted},
	}
}

// placed is an offering with its whole book, as the ledger would have it.
type placed struct {
	offering   securities.Offering
	pages      []securities.BookPage
	books      [][]securities.Subscription
	applicants [][]securities.Applicant
	counter    int
}

func (p *placed) act(firm securities.Firm) securities.Act {
	p.counter++
	return acting(firm, opening, p.counter)
}

// drawnOffering is an open offering with random subscriptions, of which some are withdrawn and some not eligible.
func drawnOffering(t *rapid.T) *placed {
	step := rapid.Int64Range(1, 10).Draw(t, "step")
	size := rapid.Int64Range(1, 60).Draw(t, "size") * step
	terms := securities.OfferingTerms{
		ID: "IPO", Instrument: paper.ID, Treasury: treasury.ID, Price: decimal.MustParse(rapid.SampledFrom([]string{"99.75", "0.333", "1"}).Draw(t, "price")),
		Size: securities.Quantity(size), Step: securities.Quantity(step), Least: securities.Quantity(step), Most: securities.Quantity(size),
		Opens: opening, Closes: closing, Deliver: date.MustParse("2026-01-12"), Collection: "collection", Proceeds: "industry",
		Pages: rapid.IntRange(1, 5).Draw(t, "pages"),
	}
	if _, err := securities.Consideration(terms.Step, terms.Price, euro); err != nil {
		terms.Price = decimal.FromInt64(1)
	}
	require.NoError(t, terms.Validate())
	p := &placed{offering: securities.Offering{OfferingTerms: terms, Issuer: issuing, Currency: euro, Status: securities.BookOpen}}
	found := map[int]int{}
	for n := range rapid.IntRange(1, 30).Draw(t, "subscriptions") {
		p.subscribe(t, n, securities.Quantity(rapid.Int64Range(1, size/step).Draw(t, "steps")*step), found)
	}
	return p
}

func (p *placed) subscribe(t *rapid.T, n int, units securities.Quantity, found map[int]int) {
	applicant := investor(n)
	act := p.act(applicant.Account.Owner)
	key := p.offering.Page(act.TxID)
	at, there := found[key.Page]
	if !there {
		at = len(p.pages)
		found[key.Page] = at
		p.pages, p.books, p.applicants = append(p.pages, securities.BookPage{BookKey: key}), append(p.books, nil), append(p.applicants, nil)
	}
	amount, err := securities.Consideration(units, p.offering.Price, euro)
	require.NoError(t, err)
	hold := cash.Hold{
		ID: cash.HoldID(fmt.Sprintf("hold-%d", n)), Payer: applicant.Account.Cash, Payee: "collection", Amount: amount, Status: cash.HoldActive,
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Purpose: p.offering.HoldPurpose(), Expires: p.offering.Deliver,
	}
	s, page, _, err := p.offering.Subscribe(securities.SubscribeRequest{Offering: "IPO", Account: applicant.Account.ID, Units: units, Hold: hold.ID}, applicant.Account, hold, p.pages[at], act)
	require.NoError(t, err)
	if rapid.IntRange(0, 5).Draw(t, "withdraws") == 0 {
		var release cash.SettleRequest
		s, release, _, err = s.Withdraw(p.offering, act)
		require.NoError(t, err)
		require.Equal(t, []cash.HoldID{hold.ID}, release.Release)
	}
	if rapid.IntRange(0, 5).Draw(t, "ineligible") == 0 {
		applicant.Admission.Status = securities.SellOnly
	}
	p.pages[at], p.books[at], p.applicants[at] = page, append(p.books[at], s), append(p.applicants[at], applicant)
}

// allocate closes, counts, scales and allocates; false where nobody eligible is left.
func (p *placed) allocate(t *rapid.T) bool {
	var err error
	p.offering, _, err = p.offering.Close(true, p.act(issuing))
	require.NoError(t, err)
	for i := range p.pages {
		p.pages[i], _, err = p.offering.CountPage(p.pages[i], p.books[i], p.applicants[i], paper, p.act(issuing))
		require.NoError(t, err)
	}
	cut, err := p.offering.ProposeCut(p.pages, p.books)
	if err != nil {
		require.ErrorIs(t, err, securities.BookIncomplete)
		return false
	}
	p.offering, _, err = p.offering.Scale(cut, p.pages, p.act(issuing))
	require.NoError(t, err)
	for i := range p.pages {
		p.pages[i], _, err = p.offering.AllocatePage(p.pages[i], p.books[i])
		require.NoError(t, err)
	}
	p.offering, _, err = p.offering.Allocate(p.pages)
	require.NoError(t, err)
	return true
}

// deliver delivers a page, from one lot that has more than enough.
func (p *placed) deliver(t *rapid.T, at int) (securities.Placed, *securities.Moves) {
	var book []securities.Subscription
	var applicants []securities.Applicant
	for i, s := range p.books[at] {
		if s.Status == securities.Submitted {
			book, applicants = append(book, s), append(applicants, p.applicants[at][i])
		}
	}
	act := p.act(issuing)
	moves := securities.OpenMoves(act)
	lot := securities.Lot{
		Instrument: paper.ID, ID: securities.LotID("0000." + strings.Repeat("0", 64) + "." + fmt.Sprint(at)), Account: treasury.ID,
		Custodian: "NorthbankMSP", Quantity: p.offering.Size + 1, Status: securities.Free, CreatedOn: opening,
	}
	done, err := securities.Placement{
		Offering: p.offering, Instrument: paper, Page: p.pages[at], Treasury: treasury, Lots: []securities.Lot{lot}, Book: book, Applicants: applicants,
	}.Deliver(moves, act)
	require.NoError(t, err)
	return done, moves
}

// Whatever is wanted, withdrawn and refused: exactly what there is to allocate is allocated, nobody gets more than it wants,
// everybody pays for what it gets to the cent, the collection account ends as it began, and no hold is left.
func TestLawAnOfferingConservesUnitsAndMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawnOffering(t)
		if !p.allocate(t) {
			return
		}
		wanted, given := securities.Quantity(0), securities.Quantity(0)
		through, earned := int64(0), int64(0)
		for at := range p.pages {
			for i, s := range p.books[at] {
				if s.Status == securities.Submitted && p.applicants[at][i].Admission.Status == securities.Admitted {
					wanted += s.Units
				}
			}
			done, moves := p.deliver(t, at)
			paid, kept := p.settled(t, done)
			through, earned = through+paid, earned+kept
			for _, s := range done.Book {
				given += s.Received
			}
			p.pages[at] = done.Page
			sum := securities.Quantity(0)
			for _, made := range moves.Made() {
				sum += made.Quantity
			}
			require.True(t, sum == 0 || sum == p.offering.Size+1, "units are conserved")
		}
		require.Equal(t, min(wanted, p.offering.Size), given)
		require.Zero(t, through)
		require.Equal(t, earned, p.price(t), "the price of the whole, to a cent for each subscriber")
		_, _, err := p.offering.Finish(p.pages)
		require.NoError(t, err)
	})
}

// price is the sum of what all subscribers paid for what they got.
func (p *placed) price(t *rapid.T) int64 {
	sum := int64(0)
	for at := range p.books {
		for _, s := range p.books[at] {
			if s.Received > 0 {
				cost, err := securities.Consideration(s.Received, p.offering.Price, euro)
				require.NoError(t, err)
				sum += cost.Amount.Minor()
			}
		}
	}
	return sum
}

// settled checks the money of a delivery, subscriber by subscriber, and writes the subscriptions back; it answers what stays
// in the collection account, and what the issuer gets.
func (p *placed) settled(t *rapid.T, done securities.Placed) (collection, earned int64) {
	spent := map[cash.AccountID]int64{}
	for _, leg := range done.Settle.Legs {
		spent[leg.From] += leg.Amount.Amount.Minor()
		spent[leg.To] -= leg.Amount.Amount.Minor()
	}
	ended := map[cash.HoldID]bool{}
	for _, hold := range done.Settle.Holds() {
		require.False(t, ended[hold])
		ended[hold] = true
	}
	for _, s := range done.Book {
		require.LessOrEqual(t, s.Received, s.Units)
		require.Zero(t, s.Received%p.offering.Step)
		require.True(t, ended[s.Hold], "the hold is executed or released")
		cost := int64(0)
		if s.Received > 0 {
			amount, err := securities.Consideration(s.Received, p.offering.Price, euro)
			require.NoError(t, err)
			cost = amount.Amount.Minor()
		}
		require.Equal(t, cost, spent[s.Payer])
		for at := range p.books {
			for i := range p.books[at] {
				if p.books[at][i].SubscriptionKey == s.SubscriptionKey {
					p.books[at][i] = s
				}
			}
		}
	}
	return -spent["collection"], -spent["industry"]
}

// A page takes 250 subscriptions, which one transaction can read.
func TestPageOfABookIsFull(t *testing.T) {
	terms := securities.OfferingTerms{
		ID: "IPO", Price: decimal.FromInt64(1), Size: 1000, Step: 1, Least: 1, Most: 1, Opens: opening, Closes: closing, Deliver: closing, Collection: "collection", Pages: 1,
	}
	o := securities.Offering{OfferingTerms: terms, Issuer: issuing, Currency: euro, Status: securities.BookOpen}
	page := securities.BookPage{BookKey: o.Page("any")}
	for n := range 251 {
		who := investor(n)
		hold := cash.Hold{
			ID: "hold", Payer: who.Account.Cash, Payee: "collection", Amount: money.MustParse("1.00 EUR"), Status: cash.HoldActive,
			Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Purpose: o.HoldPurpose(), Expires: closing,
		}
		request := securities.SubscribeRequest{Offering: "IPO", Account: who.Account.ID, Units: 1, Hold: "hold"}
		_, after, _, err := o.Subscribe(request, who.Account, hold, page, acting(who.Account.Owner, opening, n))
		if n == 250 {
			require.ErrorIs(t, err, securities.PageFull)
			return
		}
		require.NoError(t, err)
		require.NotEqual(t, page.Chain, after.Chain)
		page = after
	}
}

// drawnSession is a closed session with random orders, some not kept, some withdrawn.
func drawnSession(t *rapid.T) (securities.Session, securities.MatchSessionRequest, securities.SessionBook) {
	terms := securities.SessionTerms{
		ID: "S", Instrument: paper.ID, Tick: decimal.MustParse("0.5"), Lot: 10, Reference: decimal.FromInt64(5), Orders: 3, Closes: closing, Settle: closing,
	}
	request, book := securities.MatchSessionRequest{Session: "S"}, securities.SessionBook{Applicants: map[securities.AccountID]securities.Applicant{}}
	for n := range rapid.IntRange(1, 8).Draw(t, "participants") {
		who := investor(n)
		terms.Participants = append(terms.Participants, who.Account.Owner.Party)
		book.Applicants[who.Account.ID] = who
		for number := range rapid.IntRange(0, 3).Draw(t, "orders") {
			order := securities.SealedOrder{
				OrderKey: securities.OrderKey{Session: "S", Participant: who.Account.Owner.Party, Number: number + 1}, Account: who.Account.ID,
				Side:     rapid.SampledFrom([]callauction.Side{callauction.Buy, callauction.Sell}).Draw(t, "side"),
				Quantity: securities.Quantity(rapid.Int64Range(1, 9).Draw(t, "lots") * 10),
				Limit:    decimal.FromInt64(rapid.Int64Range(1, 10).Draw(t, "limit")), Salt: securities.Salt(strings.Repeat("5a", 16)),
			}
			digest, err := order.Digest()
			require.NoError(t, err)
			kept := rapid.IntRange(0, 5).Draw(t, "unkept") > 0
			withdrawn := rapid.IntRange(0, 5).Draw(t, "withdrawn") == 0
			book.Commitments = append(book.Commitments, securities.Commitment{OrderKey: order.OrderKey, Firm: who.Account.Owner, Digest: digest, Withdrawn: withdrawn})
			book.Kept = append(book.Kept, kept)
			if kept && !withdrawn {
				request.Orders = append(request.Orders, order)
			}
		}
	}
	require.NoError(t, terms.Validate())
	return securities.Session{SessionTerms: terms, Venue: "VenueMSP", Currency: euro, Status: securities.SessionClosed}, request, book
}

var operator = acting(securities.Firm{Host: "VenueMSP"}, closing, 1)

// A session has one outcome, which anybody finds who has the orders, in any sequence; without one of them there is none.
func TestLawASessionHasOneOutcome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		session, request, book := drawnSession(t)
		matched, trades, _, err := session.Match(request, book, paper, operator)
		require.NoError(t, err)
		bought := securities.Quantity(0)
		for _, trade := range trades {
			require.Equal(t, matched.Outcome.Price, trade.Price)
			require.NotEqual(t, trade.Buyer.Firm, trade.Seller.Firm)
			bought += trade.Quantity
		}
		require.Equal(t, matched.Outcome.Volume, bought)
		shuffled := request
		shuffled.Orders = rapid.Permutation(request.Orders).Draw(t, "sequence")
		again, err := matched.Recompute(shuffled, book, trades)
		require.NoError(t, err)
		require.True(t, again.Same)
		if len(request.Orders) == 0 {
			return
		}
		at := rapid.IntRange(0, len(request.Orders)-1).Draw(t, "left out")
		less := request
		less.Orders = append(append([]securities.SealedOrder{}, request.Orders[:at]...), request.Orders[at+1:]...)
		_, _, _, err = session.Match(less, book, paper, operator)
		require.ErrorIs(t, err, securities.OrderMissing)
		edited := request
		edited.Orders = append([]securities.SealedOrder{}, request.Orders...)
		edited.Orders[at].Quantity += 10
		_, _, _, err = session.Match(edited, book, paper, operator)
		require.ErrorIs(t, err, securities.OrderMismatch)
		if len(trades) > 0 {
			forged := append([]securities.Trade{}, trades...)
			forged[0].Quantity += 10
			again, err = matched.Recompute(request, book, forged)
			require.NoError(t, err)
			require.False(t, again.Same)
		}
	})
}

// Whatever a venue reports, a line has every number once.
func TestLawALineHasEveryNumberOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line, captured := securities.TradeLine{ID: "X", Venue: "VenueMSP"}, map[int64]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "reports") {
			request := securities.CaptureRequest{
				Line: "X", From: rapid.Int64Range(1, 20).Draw(t, "from"), Trades: make([]securities.CapturedTrade, rapid.IntRange(1, 3).Draw(t, "trades")),
			}
			after, _, err := line.Capture(request, operator)
			if err != nil {
				require.NotEqual(t, line.Last+1, request.From)
				continue
			}
			for number := request.From; number < request.From+int64(len(request.Trades)); number++ {
				require.False(t, captured[number])
				captured[number] = true
			}
			line = after
			require.Len(t, captured, int(line.Last))
		}
	})
}
