// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

var today = insurance.Act{Facts: protocol.Facts{TxID: "5e"}, Today: date.MustParse("2026-06-30")}

func cents(n int64) money.Amount { return money.MustAmount(n) }

// ceding is a programme of a quota share, a layer of events with one reinstatement and a stop loss, in small numbers where
// edges meet often; of kinds that do not couple losses where alone is wanted.
func ceding(alone bool) (insurance.Programme, []insurance.Treaty) {
	one := decimal.FromInt64(1)
	programme := insurance.Programme{Cedent: insurance.Firm{Party: "alpha", Host: "AlphaMSP"}, ProgrammeTerms: insurance.ProgrammeTerms{
		ID: "p", Currency: money.MustCurrency("EUR"), Classes: []string{"FIRE"}, Basis: insurance.LossesOccurring,
		Period: treaty.Period{From: date.MustParse("2026-01-01"), To: date.MustParse("2026-12-31")},
	}}
	terms := []treaty.Terms{
		{Kind: treaty.QuotaShare, Priority: 1, CededShare: decimal.MustParse("0.3"), PlacedShare: one},
		{Kind: treaty.Surplus, Priority: 1, PlacedShare: one, Retention: cents(100), Lines: 3},
	}
	terms[0].SumInsuredMax = cents(100)
	if !alone {
		terms = append(terms,
			treaty.Terms{
				Kind: treaty.Catastrophe, Priority: 2, CededShare: one, PlacedShare: decimal.MustParse("0.9"),
				Occurrence:     treaty.Layer{Limit: cents(400), Attachment: cents(150), LimitIs: treaty.Width},
				Reinstatements: []treaty.Reinstatement{{Rate: one}},
			},
			treaty.Terms{Kind: treaty.StopLoss, Priority: 3, CededShare: one, PlacedShare: one, Aggregate: treaty.Aggregate{Deductible: cents(900), Limit: cents(300)}})
	}
	var treaties []insurance.Treaty
	for i, each := range terms {
		treaties = append(treaties, insurance.Treaty{
			SlipTerms: insurance.SlipTerms{ID: insurance.TreatyID(fmt.Sprint("t", i)), Terms: each}, Period: programme.Period, Premium: treaty.Premium{Deposit: cents(1000)},
			Participants: []insurance.Participant{{Firm: insurance.Firm{Party: "ridge"}, Share: 1}},
		})
	}
	return programme, treaties
}

func due(claim, movement int, paid, outstanding int64) insurance.CessionDue {
	return insurance.CessionDue{
		CessionKey: insurance.CessionKey{Insurer: "alpha", Claim: insurance.ClaimID(fmt.Sprintf("c%05d", claim)), Movement: movement},
		Policy:     insurance.PolicyID(fmt.Sprint("p", claim%7)), Class: "FIRE", SumInsured: cents(int64(claim%9) * 100), Currency: money.MustCurrency("EUR"),
		Event: insurance.EventID([]string{"", "a", "b"}[claim%3]), Occurred: date.MustParse("2026-03-01"), Paid: cents(paid), Outstanding: cents(outstanding),
	}
}

// ledger is the rows that cessions read and write, as a chaincode keeps them.
type ledger struct {
	programme insurance.Programme
	treaties  []insurance.Treaty
	book      insurance.Book
	pages     map[insurance.PageKey]insurance.Page
	places    map[insurance.ClaimID]insurance.Place
	posted    map[string]treaty.Standing
	// read is how many pages the last cession read, of how many that were there.
	read, there int
}

func newLedger(alone bool) *ledger {
	l := &ledger{pages: map[insurance.PageKey]insurance.Page{}, places: map[insurance.ClaimID]insurance.Place{}, posted: map[string]treaty.Standing{}}
	l.programme, l.treaties = ceding(alone)
	l.book.Programme = l.programme.ID
	return l
}

func (l *ledger) cede(t testing.TB, rows ...insurance.CessionDue) {
	t.Helper()
	c := insurance.Cession{Programme: l.programme, Treaties: l.treaties, Book: l.book, Due: rows}
	for _, id := range []insurance.EventID{"a", "b"} {
		c.Events = append(c.Events, insurance.LossEvent{LossEventRequest: insurance.LossEventRequest{
			ID: id, Programme: l.programme.ID, From: insurance.Hour{Date: date.MustParse("2026-02-28")}, Hours: 72,
		}})
	}
	var known []insurance.Place
	for _, row := range rows {
		if place, there := l.places[row.Claim]; there {
			known = append(known, place)
		}
	}
	for _, key := range l.book.Read(l.treaties, known) {
		c.Pages = append(c.Pages, l.pages[key])
	}
	l.read, l.there = len(c.Pages), l.book.Pages
	out, _, err := c.Cede(today)
	require.NoError(t, err)
	l.book = out.Book
	for _, page := range slices.Concat(out.Changed, out.Fresh) {
		l.pages[page.PageKey] = page
	}
	for _, place := range out.Places {
		l.places[place.Claim] = place
	}
	for _, b := range out.Bordereaux {
		sum := treaty.Standing{}
		for _, entry := range b.Losses {
			sum, err = sum.Plus(entry.Standing)
			require.NoError(t, err)
			key := fmt.Sprint(b.Treaty, "/", entry.Claim)
			l.posted[key], err = l.posted[key].Plus(entry.Standing)
			require.NoError(t, err)
		}
		require.Equal(t, b.Ceded, sum)
	}
}

// holds checks that the book is what one computation of all its losses comes to, that the bordereaux add up to it, and that
// each loss is retained and ceded (I6).
func (l *ledger) holds(t testing.TB) {
	t.Helper()
	var losses []treaty.Loss
	var p treaty.Programme
	for _, each := range l.treaties {
		p = append(p, treaty.Treaty{ID: string(each.ID), Terms: each.Terms})
	}
	for _, page := range l.pages {
		for _, loss := range page.Losses {
			losses = append(losses, loss.Loss)
			claim := loss.Retain()
			for _, part := range claim.Ceded {
				require.Equal(t, part.Standing, l.posted[fmt.Sprint(part.Treaty, "/", loss.Claim)])
			}
		}
	}
	found, err := p.Recover(losses)
	require.NoError(t, err)
	for column, id := range found.Treaties {
		at := slices.IndexFunc(l.book.Treaties, func(b insurance.TreatyBook) bool { return string(b.Treaty) == id })
		require.Equal(t, found.Total(column), l.book.Treaties[at].Ceded, id)
	}
	for _, line := range found.Losses {
		place := l.places[insurance.ClaimID(line.Claim)]
		page := l.pages[insurance.PageKey{Programme: l.programme.ID, Number: place.Page}]
		at := slices.IndexFunc(page.Losses, func(c insurance.CededLoss) bool { return c.Claim == line.Claim })
		require.Equal(t, line.Retained, page.Losses[at].Retain().Retained)
	}
}

// However movements come, the book is what its losses come to; also over several pages, and where only a part of them is
// read because losses do not depend on each other.
func TestBookIsWhatItsLossesComeTo(t *testing.T) {
	for _, alone := range []bool{true, false} {
		chance := rand.New(rand.NewPCG(4, 2))
		l, moved, partly := newLedger(alone), map[int]int{}, 0
		for range 120 {
			var rows []insurance.CessionDue
			for range 1 + chance.IntN(6) {
				claim := chance.IntN(260)
				moved[claim]++
				rows = append(rows, due(claim, moved[claim], chance.Int64N(200)-60, chance.Int64N(300)-100))
			}
			l.cede(t, rows...)
			if l.read < l.there {
				partly++
			}
		}
		require.Greater(t, l.book.Pages, 1)
		require.Equal(t, alone, partly > 0)
		l.holds(t)
	}
}

// A treaty that is endorsed has the whole book computed anew, also where losses do not depend on each other.
func TestEndorsedTreatyIsComputedAnew(t *testing.T) {
	l := newLedger(true)
	for claim := range 250 {
		l.cede(t, due(claim, 1, 0, 100))
	}
	l.treaties[0].Terms.CededShare, l.treaties[0].Version = decimal.MustParse("0.5"), 1
	l.cede(t)
	require.Equal(t, 3, l.read)
	l.holds(t)
	l.cede(t, due(0, 2, 0, 1))
	require.Equal(t, 2, l.read, "the page of the claim, and the last")
}

// One more movement in a programme of 20,000 losses that depend on each other.
func BenchmarkCedeIntoALargeBook(b *testing.B) {
	l := newLedger(false)
	var rows []insurance.CessionDue
	for claim := range 20_000 {
		rows = append(rows, due(claim, 1, 50, 100))
	}
	l.cede(b, rows...)
	n := 1
	for b.Loop() {
		n++
		l.cede(b, due(7, n, 1, -1))
	}
}
