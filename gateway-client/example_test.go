// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// A back-office program: it pays an invoice exactly once, whatever happens to it, the network or the machine between.
func Example() {
	ctx := context.Background()
	profile, err := gatewayclient.ReadConnection("connection.yaml", "northbank")
	if err != nil {
		log.Fatal(err)
	}
	profile.Channel = "finance"
	if profile.Identity, err = gatewayclient.ReadMSP(profile.Identity.MSP, "alice/msp"); err != nil {
		log.Fatal(err)
	}
	outbox, err := gatewayclient.OpenDirectory("outbox")
	if err != nil {
		log.Fatal(err)
	}
	client, err := gatewayclient.Connect(ctx, profile, gatewayclient.WithOutbox(outbox))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // the program ends

	payment := cash.TransferRequest{From: "alice", To: "bob", Amount: money.MustParse("100.00 EUR")}
	receipt, err := gatewayclient.Do(ctx, client, cash.Transfer, payment, gatewayclient.Reference("INV-4711"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("paid in transaction", receipt.TxID)
}

// Errors are asked for what they mean.
func ExampleSubmit_errors() {
	var client *gatewayclient.Client // as made by Connect
	payment := cash.TransferRequest{From: "alice", To: "bob", Amount: money.MustParse("100.00 EUR")}
	_, err := gatewayclient.Submit(context.Background(), client, cash.Transfer, payment, gatewayclient.Reference("INV-4711"))

	var fault *protocol.Fault
	var unknown *gatewayclient.UnknownOutcomeError
	switch {
	case err == nil:
		fmt.Println("paid")
	case errors.Is(err, cash.InsufficientFunds):
		fmt.Println("wait for funds")
	case errors.As(err, &fault): // every other refusal by the chaincode: nothing was written
		fmt.Println("refused:", fault.Code, fault.Sentence)
	case errors.As(err, &unknown): // it may have been paid: ask again, later or in the next process
		fmt.Println("keep watching", unknown.TxID)
	default: // no peer or orderer could be reached: nothing has an effect
		fmt.Println("try again under the same reference:", err)
	}
}

// What an earlier process left unresolved is resolved first.
func ExampleClient_Recover() {
	ctx := context.Background()
	profile, err := gatewayclient.ReadEnvironment(os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	outbox, err := gatewayclient.OpenDirectory("outbox")
	if err != nil {
		log.Fatal(err)
	}
	client, err := gatewayclient.Connect(ctx, profile, gatewayclient.WithOutbox(outbox))
	if err != nil {
		log.Fatal(err)
	}
	recoveries, err := client.Recover(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, recovery := range recoveries {
		if recovery.Err != nil {
			fmt.Println(recovery.Entry.Reference, "had no effect, or is still unknown:", recovery.Err)
			continue
		}
		fmt.Println(recovery.Entry.Reference, "took effect in block", recovery.Outcome.Block)
	}
}

// Payments are followed from a checkpoint, which is kept together with what they changed.
func ExampleClient_Events() {
	var client *gatewayclient.Client                          // as made by Connect
	var checkpoint gatewayclient.Checkpoint                   // as kept after the last event
	var book func([]cash.Leg, gatewayclient.Checkpoint) error // writes both in one database transaction

	for event, err := range client.Events(context.Background(), checkpoint) {
		if err != nil {
			log.Println(err) // going on reconnects
			continue
		}
		posted, is := cash.Posted.From(event.Event)
		if !is {
			continue
		}
		if posted.Count > len(posted.Legs) { // many: the event says only how many
			posting, err := gatewayclient.Do(context.Background(), client, cash.GetPosting, cash.TxID(event.TxID))
			if err != nil {
				log.Fatal(err)
			}
			posted.Legs = posting.Legs
		}
		if err := book(posted.Legs, event.After); err != nil {
			log.Fatal(err)
		}
	}
}

// A treasurer's key signs on another machine.
func ExamplePrepare() {
	var client *gatewayclient.Client     // as made by Connect, in the name of the back office
	var treasurer gatewayclient.Identity // an MSP identifier and a certificate, no key
	var sign func(digest []byte) []byte  // asks the treasurer
	ctx := context.Background()
	payment := cash.TransferRequest{From: "alice", To: "bob", Amount: money.MustParse("100.00 EUR")}

	draft, err := gatewayclient.Prepare(client, cash.Transfer, payment, gatewayclient.As(treasurer))
	if err != nil {
		log.Fatal(err)
	}
	endorsed, err := draft.Endorse(ctx, client, sign(draft.Proposal.Digest))
	if err != nil {
		log.Fatal(err)
	}
	outcome, err := endorsed.Submit(ctx, client, sign(endorsed.Envelope.Digest))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("paid in block", outcome.Block)
}
