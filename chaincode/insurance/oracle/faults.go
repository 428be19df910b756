// SPDX-License-Identifier: Apache-2.0

package oracle

import "github.com/consort-finance/consort/chaincode/protocol"

// What is refused.
var (
	// NotAProvider: the caller is no provider of the source that observes now, or has no stake in the round.
	NotAProvider = protocol.Code{Name: "NOT_A_PROVIDER", Status: 403}
	// RoundNotOpen: the period is not over, or the round is in another state than needed.
	RoundNotOpen = protocol.Code{Name: "ROUND_NOT_OPEN", Status: 409}
	// WindowClosed: the last day on which it could be done has passed.
	WindowClosed = protocol.Code{Name: "WINDOW_CLOSED", Status: 409}
	// WindowOpen: it is decided when the window has closed.
	WindowOpen = protocol.Code{Name: "WINDOW_OPEN", Status: 409}
	// StaleObservation: taken from the data set before the period ended, after today, or too long ago.
	StaleObservation = protocol.Code{Name: "STALE_OBSERVATION", Status: 409}
	// DatasetRefused: another data set or version than the one that is pinned.
	DatasetRefused = protocol.Code{Name: "DATASET_REFUSED", Status: 409}
	// ReadingImplausible: a value out of the feed's bounds, or an outcome that it does not know, such as that of a flight
	// still in the air.
	ReadingImplausible = protocol.Code{Name: "READING_IMPLAUSIBLE", Status: 409}
	// FeedRefused: the feed takes no new business, or is there with other terms.
	FeedRefused = protocol.Code{Name: "FEED_REFUSED", Status: 409}
)
