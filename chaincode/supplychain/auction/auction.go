// SPDX-License-Identifier: Apache-2.0

package auction

import (
	"encoding/hex"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// Status is what transactions made of an auction; between OPEN and an award the business date tells the rest ([Auction.StageOn]).
type Status string

// The statuses; all but the first are final.
const (
	Open      Status = "OPEN"
	Awarded   Status = "AWARDED"
	NoAward   Status = "NO_AWARD"
	Cancelled Status = "CANCELLED"
)

// Commitment is one bidder's sealed bid, in the order of their coming.
type Commitment struct {
	Bidder string    `json:"bidder"`
	Digest string    `json:"digest"`
	On     date.Date `json:"on"`
	// Revealed tells that the bid was revealed and is what Digest commits to.
	Revealed bool `json:"revealed,omitzero"`
}

// Auction is what is public about an auction. Commitments rank by their place in the list: to commit is to change the
// auction's row, so that of two commitments in one block the later has to be sent again, and the order is one of
// commits rather than of clocks.
type Auction struct {
	ID          string       `json:"id"`
	Seller      string       `json:"seller"`
	Terms       Terms        `json:"terms"`
	Status      Status       `json:"status"`
	Commitments []Commitment `json:"commitments"`
}

// Start opens an auction. Faults: AUCTION_TERMS, AUCTION_PHASE.
func Start(id, seller string, terms Terms, today date.Date) (Auction, error) {
	if err := terms.Validate(); err != nil {
		return Auction{}, err
	}
	if terms.CommitUntil.Before(today) {
		return Auction{}, Phase.New("the last day to commit, %s, is over", terms.CommitUntil)
	}
	return Auction{ID: id, Seller: seller, Terms: terms, Status: Open, Commitments: []Commitment{}}, nil
}

// Stage is what bidders may do.
type Stage string

// The stages of an open auction.
const (
	Committing Stage = "COMMITTING"
	Revealing  Stage = "REVEALING"
	// Ripe: the award may be made.
	Ripe Stage = "RIPE"
	// Ended: awarded, not awarded or cancelled.
	Ended Stage = "ENDED"
)

// StageOn tells the stage of an auction on a business date. When all have revealed there is nothing left to wait for.
func (a Auction) StageOn(today date.Date) Stage {
	silent := slices.ContainsFunc(a.Commitments, func(c Commitment) bool { return !c.Revealed })
	switch {
	case a.Status != Open:
		return Ended
	case !today.After(a.Terms.CommitUntil):
		return Committing
	case silent && !today.After(a.Terms.RevealUntil):
		return Revealing
	}
	return Ripe
}

// Commit adds a bidder's commitment. Faults: AUCTION_PHASE, SELF_BID, COMMITMENT_REFUSED, COMMITTED_ALREADY,
// BIDDERS_LIMIT.
func (a Auction) Commit(bidder, digest string, today date.Date) (Auction, error) {
	if stage := a.StageOn(today); stage != Committing {
		return Auction{}, Phase.New("the last day to commit was %s", a.Terms.CommitUntil)
	}
	sum, err := hex.DecodeString(digest)
	switch {
	case bidder == a.Seller:
		return Auction{}, SelfBid.New("the seller does not bid")
	case err != nil || len(sum) != 32 || hex.EncodeToString(sum) != digest:
		return Auction{}, CommitmentRefused.New("a commitment is a SHA-256 in small hexadecimal digits")
	case a.index(bidder) >= 0:
		return Auction{}, CommittedAlready.New("the bidder committed before")
	case slices.ContainsFunc(a.Commitments, func(c Commitment) bool { return c.Digest == digest }):
		return Auction{}, CommitmentRefused.New("another bidder made this commitment")
	case len(a.Commitments) >= BiddersMax:
		return Auction{}, BiddersLimit.New("an auction takes %d bids", BiddersMax)
	}
	a.Commitments = append(slices.Clone(a.Commitments), Commitment{Bidder: bidder, Digest: digest, On: today})
	return a, nil
}

// Reveal checks a bid against its commitment. The caller keeps the bid where the seller may read it. Faults:
// AUCTION_PHASE, NOT_COMMITTED, REVEALED_ALREADY, SALT_REFUSED, BID_REFUSED, BID_MISMATCH.
func (a Auction) Reveal(bidder string, sealed Sealed, today date.Date) (Auction, error) {
	at, err := a.revealable(bidder, today)
	if err != nil {
		return Auction{}, err
	}
	digest, err := sealed.Digest()
	if err != nil {
		return Auction{}, err
	}
	if err := sealed.Bid.validate(); err != nil {
		return Auction{}, err
	}
	if digest != a.Commitments[at].Digest || sealed.Bid.Auction != a.ID || sealed.Bid.Bidder != bidder {
		return Auction{}, BidMismatch.New("bid and salt are not what the bidder committed to")
	}
	a.Commitments = slices.Clone(a.Commitments)
	a.Commitments[at].Revealed = true
	return a, nil
}

func (a Auction) revealable(bidder string, today date.Date) (int, error) {
	if !today.After(a.Terms.CommitUntil) {
		return -1, Phase.New("bids are revealed after %s, when nobody can commit any more", a.Terms.CommitUntil)
	}
	if today.After(a.Terms.RevealUntil) || a.Status != Open {
		return -1, Phase.New("the last day to reveal was %s", a.Terms.RevealUntil)
	}
	at := a.index(bidder)
	if at < 0 {
		return -1, NotCommitted.New("the bidder did not commit")
	}
	if a.Commitments[at].Revealed {
		return -1, RevealedAlready.New("the bid was revealed before")
	}
	return at, nil
}

// Cancel ends an auction to which nobody committed. Faults: AUCTION_PHASE, COMMITMENTS_EXIST.
func (a Auction) Cancel() (Auction, error) {
	switch {
	case a.Status != Open:
		return Auction{}, Phase.New("the auction is %s", a.Status)
	case len(a.Commitments) > 0:
		return Auction{}, CommitmentsExist.New("%d bidders committed", len(a.Commitments))
	}
	a.Status = Cancelled
	return a, nil
}

func (a Auction) index(bidder string) int {
	return slices.IndexFunc(a.Commitments, func(c Commitment) bool { return c.Bidder == bidder })
}
