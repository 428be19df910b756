// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"github.com/consort-finance/consort/chaincode/parties"
)

// Adopt makes a feed that the members resolved on.
func (t FeedTerms) Adopt() Feed { return Feed{FeedTerms: t, Status: FeedActive} }

// Admit makes a feed when two persons of the regulator have registered the same terms. Other terms of another person
// replace those that were only proposed. Faults: FEED_REFUSED, SAME_PERSON.
func (t FeedTerms) Admit(before *Feed, act parties.Act) (Feed, error) {
	proposed := Feed{FeedTerms: t, Status: FeedProposed, Maker: act.Person()}
	switch {
	case before == nil:
		return proposed, nil
	case before.Status != FeedProposed:
		return *before, FeedRefused.New("feed %s is %s and does not change", t.ID, before.Status)
	case !before.Same(t):
		return proposed, nil
	}
	if err := act.Another(before.Maker); err != nil {
		return *before, err
	}
	return Feed{FeedTerms: t, Status: FeedActive}, nil
}

// Close ends new business that would rest on the feed. Faults: FEED_REFUSED.
func (f Feed) Close() (Feed, error) {
	if f.Status != FeedActive {
		return f, FeedRefused.New("feed %s is %s", f.ID, f.Status)
	}
	f.Status = FeedClosed
	return f, nil
}

// Takes refuses new business on a feed that is not active. Faults: FEED_REFUSED.
func (f Feed) Takes() error {
	if f.Status != FeedActive {
		return FeedRefused.New("feed %s is %s", f.ID, f.Status)
	}
	return nil
}
