// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// The kinds of lines.
const (
	// Advanced: a round's window was counted.
	Advanced = "advanced"
	// Executed: a batch of work was carried out.
	Executed = "executed"
	// Raced: somebody else had done it, or did it at the same time.
	Raced = "raced"
	// Refused: the chaincode refused a piece of work.
	Refused = "refused"
	// Troubled: the pass ended, and the next one comes after a pause.
	Troubled = "trouble"
)

// Line is what a keeper has to say about a piece of work.
type Line struct {
	What  string           `json:"what"`
	Round *oracle.RoundKey `json:"round,omitempty"`
	// Status is that of an advanced round.
	Status oracle.Status `json:"status,omitempty"`
	// Done, PaidOut and Gone count work; Policy is the refused piece.
	Done    int                `json:"done,omitempty"`
	PaidOut int                `json:"paidOut,omitempty"`
	Gone    int                `json:"gone,omitempty"`
	Policy  insurance.PolicyID `json:"policy,omitempty"`
	Trigger int                `json:"trigger,omitempty"`
	TxID    string             `json:"txId,omitempty"`
	Block   uint64             `json:"block,omitempty"`
	// Code and Sentence say why not, and Pause how long the keeper waits.
	Code     string        `json:"code,omitempty"`
	Sentence string        `json:"sentence,omitempty"`
	Pause    time.Duration `json:"pause,omitempty"`
}

// String is the line for people.
func (l Line) String() string {
	parts := []string{l.What}
	add := func(when bool, format string, args ...any) {
		if when {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	if l.Round != nil {
		add(true, "%s %s %s/%s", l.Round.Feed, l.Round.Subject, l.Round.From, l.Round.To)
	}
	add(l.Status != "", "%s", l.Status)
	add(l.What == Executed, "%d done, %d paid", l.Done, l.PaidOut)
	add(l.Gone > 0, "%d done by others", l.Gone)
	add(l.Policy != "", "policy %s trigger %d", l.Policy, l.Trigger)
	add(l.TxID != "", "in block %d as %s", l.Block, l.TxID)
	add(l.Sentence != "", "%s: %s", l.Code, l.Sentence)
	add(l.Pause > 0, "next try in %s", l.Pause)
	return strings.Join(parts, " · ")
}

func troubled(err error, pause time.Duration) Line {
	line := Line{What: Troubled, Code: "FAILED", Sentence: err.Error(), Pause: pause}
	var fault *protocol.Fault
	var unknown *gatewayclient.UnknownOutcomeError
	switch {
	case errors.As(err, &unknown):
		line.Code, line.TxID = "OUTCOME_UNKNOWN", unknown.TxID
	case errors.As(err, &fault):
		line.Code, line.Sentence = fault.Code, fault.Sentence
	}
	return line
}
