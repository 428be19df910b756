// SPDX-License-Identifier: Apache-2.0

package securities

import "slices"

// marketEndpoints are the transactions of the primary and the secondary market, and marketEntries those that settle through
// cash. Trades settle by the instructions that they become.
var (
	marketEndpoints = slices.Concat(offeringEndpoints, tradeEndpoints, venueEndpoints)
	marketEntries   = offeringEntries
)
