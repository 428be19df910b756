// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// Stop is business dates on which an order stopped something, the first and the last one included.
type Stop struct {
	From date.Date `json:"from"`
	// Until is the date on which it ended; none while it lasts.
	Until date.Date `json:"until,omitzero"`
}

// Stops are when orders stopped an account or an instrument, the latest last. They excuse a side that failed to settle: a day
// does not count on which its account was frozen, or another was put in its place, or the instrument was halted under an order
// (NO_MOVE or NO_WRITE), at whatever time of it; and units of the deliverer that were frozen are not missing, in each of its
// trades. Regulation (EU) No 909/2014, Article 7, has no penalties against a party that is insolvent, and ESMA none where
// settlement could not happen for reasons that are independent of the parties; that orders are such a reason is decided here.
// A halt without an order, or a frozen cash account, is none.
type Stops []Stop

// stopsMost is how many stops are kept, the latest ones.
const stopsMost = 64

// begin stops from a date on. What is stopped already stays so.
func (s Stops) begin(today date.Date) Stops {
	s = slices.Clone(s)
	if last := len(s) - 1; last >= 0 && (s[last].Until.IsZero() || s[last].Until == today) {
		s[last].Until = date.Date{}
		return s
	}
	s = append(s, Stop{From: today})
	return s[max(0, len(s)-stopsMost):]
}

// end ends the stop that lasts, if one does.
func (s Stops) end(today date.Date) Stops {
	s = slices.Clone(s)
	if last := len(s) - 1; last >= 0 && s[last].Until.IsZero() {
		s[last].Until = today
	}
	return s
}

// on tells whether there was a stop on a date, at whatever time of it.
func (s Stops) on(day date.Date) bool {
	return slices.ContainsFunc(s, func(stop Stop) bool {
		return !stop.From.After(day) && (stop.Until.IsZero() || !stop.Until.Before(day))
	})
}
