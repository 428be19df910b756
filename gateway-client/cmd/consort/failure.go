// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Exit codes, for scripts.
const (
	exitDone    = 0 // it is done
	exitUsage   = 1 // wrong usage, no connection, no endorsement: nothing has an effect
	exitRefused = 2 // the chaincode refused: nothing has an effect
	exitUnknown = 3 // it may have an effect
	exitInvalid = 4 // it is in a block and invalid: nothing has an effect
)

const exitHelp = `Exit codes:
  0  done
  1  wrong usage, no connection or no endorsement; nothing has an effect
  2  refused by the chaincode; nothing has an effect
  3  outcome unknown: run "consort recover", or the same again with the same --reference
  4  committed as invalid, mostly after losing a race again and again; nothing has an effect`

// failure is an error as scripts read it.
type failure struct {
	Code     string `json:"code"`
	Sentence string `json:"sentence"`
	Status   int32  `json:"status,omitempty"`
	TxID     string `json:"txId,omitempty"`
	// Reference under which to try again after an unknown outcome.
	Reference string `json:"reference,omitempty"`
	exit      int
}

func failureOf(err error) failure {
	var fault *protocol.Fault
	var unknown *gatewayclient.UnknownOutcomeError
	var invalid *gatewayclient.CommitError
	switch {
	case errors.As(err, &unknown):
		return failure{Code: "OUTCOME_UNKNOWN", Sentence: err.Error(), TxID: unknown.TxID, Reference: unknown.Reference, exit: exitUnknown}
	case errors.As(err, &fault):
		return failure{Code: fault.Code, Sentence: fault.Sentence, Status: fault.Status, exit: exitRefused}
	case errors.As(err, &invalid):
		return failure{Code: invalid.Code.String(), Sentence: err.Error(), TxID: invalid.TxID, exit: exitInvalid}
	default:
		return failure{Code: "FAILED", Sentence: err.Error(), exit: exitUsage}
	}
}

// report prints an error for people or scripts and answers the exit code.
func (a *app) report(err error, out, errOut io.Writer) int {
	if err == nil || errors.Is(err, context.Canceled) && a.following {
		return exitDone
	}
	f := failureOf(err)
	if a.json {
		_ = json.NewEncoder(out).Encode(map[string]failure{"error": f})
		return f.exit
	}
	switch f.exit {
	case exitRefused:
		fmt.Fprintf(errOut, "consort: refused: %s: %s\n", f.Code, f.Sentence)
	case exitUnknown:
		fmt.Fprintf(errOut, "consort: %s; try again with --reference %s\n", f.Sentence, f.Reference)
	default:
		fmt.Fprintf(errOut, "consort: %s\n", f.Sentence)
	}
	return f.exit
}
