// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// trouble sorts the ledger's errors as a gateway's are: the chaincode's refusal as a fault, peers that disagree as
// transient. asked are the organisations that the caller named.
func trouble(err error, asked []string) error {
	if _, mismatch := errors.AsType[*ledgertest.MismatchError](err); mismatch {
		return fmt.Errorf("%w: %w", gatewayclient.ErrTransient, err)
	}
	refused, is := errors.AsType[*ledgertest.EndorseError](err)
	if !is {
		return err
	}
	for _, failure := range refused.Failures {
		if !failure.Chaincode {
			continue
		}
		fault, ok := protocol.ParseFault(failure.Status, failure.Message)
		if !ok {
			fault = &protocol.Fault{Code: protocol.Internal.Name, Status: failure.Status, Sentence: failure.Message}
		}
		if someAgreed(refused, asked) {
			return fmt.Errorf("%w: %w", gatewayclient.ErrTransient, fault)
		}
		return fault
	}
	return err
}

// textTooFew is what the gateway says when some peers endorsed and too few of the others did.
const textTooFew = "failed to collect enough transaction endorsements, see attached details for more info"

// someAgreed tells that another peer did endorse: the one that refused may be a block behind.
func someAgreed(refused *ledgertest.EndorseError, asked []string) bool {
	return refused.Message == textTooFew && (len(asked) == 0 || len(refused.Failures) < len(asked))
}
