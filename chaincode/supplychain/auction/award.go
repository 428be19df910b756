// SPDX-License-Identifier: Apache-2.0

package auction

import (
	"cmp"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Lines tells whether a financier's limit has room for the lot's face.
type Lines interface {
	Room(bidder string, face money.Money) bool
}

// Ranked is a revealed bid in its place.
type Ranked struct {
	Bid Bid `json:"bid"`
	// Cost is empty where the bid is not eligible.
	Cost Cost `json:"cost,omitzero"`
	// Passed says why a bid that ranks before the winner, or does not rank, did not win.
	Passed Passing `json:"passed,omitzero"`
	place  int
}

// Passing is why a bid was passed over.
type Passing string

// The reasons.
const (
	AboveReserve Passing = "ABOVE_RESERVE"
	NothingLeft  Passing = "NOTHING_LEFT"
	NoRoom       Passing = "NO_ROOM"
)

// Forfeit is what a bidder owes the seller that did not reveal.
type Forfeit struct {
	Bidder  string       `json:"bidder"`
	Penalty money.Amount `json:"penalty"`
}

// Award is the outcome of an auction.
type Award struct {
	// Winner is nil where nobody wins.
	Winner *Ranked `json:"winner,omitempty"`
	// Ranking is every eligible bid, the cheapest first, and then the others in the order of commitment.
	Ranking []Ranked `json:"ranking"`
	// Forfeits are those who committed and did not reveal, in the order of commitment.
	Forfeits []Forfeit `json:"forfeits"`
}

// Award ends an auction. The bids are all that were revealed, in any order. Faults: AUCTION_PHASE, and BID_MISMATCH
// where the bids are not those that were revealed.
func (a Auction) Award(bids []Sealed, lines Lines, today date.Date) (Auction, Award, error) {
	if stage := a.StageOn(today); stage != Ripe {
		return Auction{}, Award{}, Phase.New("the auction is %s", stage)
	}
	ranking, err := a.rank(bids)
	if err != nil {
		return Auction{}, Award{}, err
	}
	face, err := a.Terms.Lot.Face()
	if err != nil {
		return Auction{}, Award{}, err
	}
	award := Award{Ranking: ranking, Forfeits: a.forfeits()}
	a.Status = NoAward
	for i := range ranking {
		if ranking[i].Passed != "" {
			continue
		}
		if lines.Room(ranking[i].Bid.Bidder, face) {
			winner := ranking[i]
			a.Status, award.Winner = Awarded, &winner
			break
		}
		ranking[i].Passed = NoRoom
	}
	return a, award, nil
}

// rank puts exactly the revealed bids in order.
func (a Auction) rank(bids []Sealed) ([]Ranked, error) {
	ranking := make([]Ranked, 0, len(bids))
	for place, commitment := range a.Commitments {
		if !commitment.Revealed {
			continue
		}
		at := slices.IndexFunc(bids, func(s Sealed) bool { return s.Bid.Bidder == commitment.Bidder })
		if at < 0 {
			return nil, BidMismatch.New("a revealed bid is missing")
		}
		if digest, err := bids[at].Digest(); err != nil || digest != commitment.Digest {
			return nil, BidMismatch.New("a bid is not what its bidder committed to")
		}
		ranking = append(ranking, a.Terms.placed(bids[at].Bid, place))
	}
	if len(ranking) != len(bids) {
		return nil, BidMismatch.New("a bid was not revealed, or is there twice")
	}
	slices.SortFunc(ranking, func(x, y Ranked) int {
		return cmp.Or(cmp.Compare(x.group(), y.group()), x.Cost.AllIn.Cmp(y.Cost.AllIn), cmp.Compare(x.place, y.place))
	})
	return ranking, nil
}

func (t Terms) placed(bid Bid, place int) Ranked {
	if bid.Rate.Cmp(t.Reserve) > 0 {
		return Ranked{Bid: bid, Passed: AboveReserve, place: place}
	}
	cost, err := t.Cost(bid.Rate, bid.Fees)
	if err != nil {
		return Ranked{Bid: bid, Passed: NothingLeft, place: place}
	}
	return Ranked{Bid: bid, Cost: cost, place: place}
}

// group puts bids that are not eligible behind the others.
func (r Ranked) group() int {
	if r.Passed != "" {
		return 1
	}
	return 0
}

func (a Auction) forfeits() []Forfeit {
	forfeits := []Forfeit{}
	for _, commitment := range a.Commitments {
		if !commitment.Revealed {
			forfeits = append(forfeits, Forfeit{Bidder: commitment.Bidder, Penalty: a.Terms.Penalty})
		}
	}
	return forfeits
}
