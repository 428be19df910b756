// SPDX-License-Identifier: Apache-2.0

package memory_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Alice pays bob. The program is the same on a Fabric network, where [gatewayclient.Connect] makes the client.
func Example() {
	client, ctx := exampleTown().clients["alice"], context.Background()

	outcome, err := gatewayclient.Submit(ctx, client, cash.Transfer, toBob("60.00 EUR"), gatewayclient.Reference("INV-1"))
	fmt.Println(outcome.Reference, outcome.Block, err)

	_, err = gatewayclient.Do(ctx, client, cash.Transfer, toBob("60.00 EUR"), gatewayclient.Reference("INV-2"))
	fmt.Println(errors.Is(err, cash.InsufficientFunds))

	balance, err := gatewayclient.Do(ctx, client, cash.GetBalance, "bob")
	fmt.Println(balance.Available, err)
	// Output:
	// INV-1 14 <nil>
	// true
	// 60.00 EUR <nil>
}

// exampleTown is a town without a test around it.
func exampleTown() *town { return newTown(stagehand{}) }

type stagehand struct{ testing.TB }

func (stagehand) Helper()                   {}
func (stagehand) Cleanup(func())            {}
func (stagehand) Errorf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (stagehand) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
