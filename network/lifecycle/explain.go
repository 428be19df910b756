// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"google.golang.org/grpc/status"

	"github.com/consort-finance/consort/network/builder"
	"github.com/consort-finance/consort/network/process"
)

// explained is a gateway's error in one line, with what each node said.
type explained struct {
	error
	text string
}

func (e *explained) Error() string { return e.text }

// Unwrap gives the gateway's error.
func (e *explained) Unwrap() error { return e.error }

// explain adds to a gateway's error what each peer and orderer said: the error
// itself carries only a summary, or a paragraph.
func explain(err error) error {
	details := peerMessages(err)
	if len(details) == 0 {
		return err
	}
	summary, _, _ := strings.Cut(err.Error(), "\n")
	return &explained{err, summary + ": " + strings.Join(details, "; ")}
}

// peerMessages are the details of a gateway's error, one for every node.
func peerMessages(err error) []string {
	var messages []string
	for _, detail := range status.Convert(err).Details() {
		if node, ok := detail.(*gateway.ErrorDetail); ok {
			messages = append(messages, node.GetMspId()+" at "+node.GetAddress()+": "+node.GetMessage())
		}
	}
	return messages
}

// builderSaid is the chaincode builder's last complaint in a peer's log: the peer
// itself answers only that the builder failed. It is empty when there is none.
func builderSaid(log string) string {
	lines := strings.Split(process.Tail(log, 50), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if _, complaint, found := strings.Cut(lines[i], builder.Complaint); found {
			return ": " + builder.Complaint + complaint
		}
	}
	return ""
}
