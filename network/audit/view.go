// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/desk"
	"github.com/consort-finance/consort/network/topology"
)

// reader is who reads at each member: its administrator, whom every member has.
const reader = "admin"

// Sum is what the accounts of one bank have in one currency.
type Sum = cash.Sum

// view is the books as one peer has them.
type view struct {
	member   string
	chain    chain
	sums     []Sum
	accounts []account
	// What products have; nothing where one is not deployed.
	papers      []paper
	instruments []securities.Books
	policies    []insurance.PolicyBooks
	programmes  []insurance.ProgrammeBooks
}

// compare tells, for each kind of a product's books, whether another view has the same.
func (v *view) compare(other *view) map[string]bool {
	return map[string]bool{
		"undertakings": reflect.DeepEqual(v.papers, other.papers), "instruments": reflect.DeepEqual(v.instruments, other.instruments),
		"policies": reflect.DeepEqual(v.policies, other.policies), "programmes": reflect.DeepEqual(v.programmes, other.programmes),
	}
}

// chain is how far a peer's ledger is.
type chain struct {
	height uint64
	hash   string // of the last block's header
}

// books reads through one peer.
type books struct {
	client *gatewayclient.Client
	msp    string
}

func open(ctx context.Context, desks *desk.Desks, member string) (books, error) {
	client, err := desks.At(ctx, member, reader)
	if err != nil {
		return books{}, err
	}
	return books{client, client.Identity().MSP}, nil
}

// read reads all, and makes sure that no block came meanwhile.
func read(ctx context.Context, desks *desk.Desks, member string) (*view, error) {
	b, err := open(ctx, desks, member)
	if err != nil {
		return nil, err
	}
	before, err := b.chain(ctx)
	if err != nil {
		return nil, err
	}
	v, err := b.view(ctx, desks.Network.Topology())
	if err != nil {
		return nil, err
	}
	v.member = member
	if v.chain, err = b.chain(ctx); err == nil && v.chain != before {
		err = errors.New("transactions were committed during the audit: repeat it when nobody works")
	}
	return v, err
}

// products reads the books of the products that are deployed.
func (b books) products(ctx context.Context, v *view, in *topology.Topology, hosted []parties.Party) (err error) {
	deployed := func(module string) bool {
		_, absent := in.Chaincode(module)
		return absent == nil
	}
	if deployed(supplychain.Module) {
		if v.papers, err = b.papers(ctx, hosted); err != nil {
			return fmt.Errorf("undertakings: %w", err)
		}
	}
	if deployed(securities.Module) {
		if v.instruments, err = b.securities(ctx); err != nil {
			return fmt.Errorf("securities: %w", err)
		}
	}
	if !deployed(insurance.Module) {
		return nil
	}
	if v.policies, err = b.policies(ctx); err != nil {
		return fmt.Errorf("insurance: %w", err)
	}
	if v.programmes, err = b.programmes(ctx, hosted); err != nil {
		return fmt.Errorf("reinsurance: %w", err)
	}
	return nil
}

func (b books) view(ctx context.Context, in *topology.Topology) (*view, error) {
	sums, err := b.sums(ctx)
	if err != nil {
		return nil, fmt.Errorf("totals: %w", err)
	}
	hosted, err := b.parties(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := b.accounts(ctx, hosted)
	if err != nil {
		return nil, err
	}
	v := &view{sums: sums, accounts: accounts}
	return v, b.products(ctx, v, in, hosted)
}

// chain asks the peer's own system chaincode (Fabric, core/scc/qscc), not ours.
func (b books) chain(ctx context.Context) (chain, error) {
	answer, err := b.client.Evaluate(ctx, gatewayclient.Invocation{Name: "GetChainInfo", Argument: []byte(b.client.Channel())},
		gatewayclient.AtChaincode("qscc"), gatewayclient.AtPeer(b.msp))
	if err != nil {
		return chain{}, fmt.Errorf("chain: %w", err)
	}
	info := &common.BlockchainInfo{}
	if err := proto.Unmarshal(answer, info); err != nil {
		return chain{}, fmt.Errorf("chain: %w", err)
	}
	return chain{info.GetHeight(), hex.EncodeToString(info.GetCurrentBlockHash())}, nil
}

// sums adds up the pages of totals, by currency and bank in alphabetical order.
func (b books) sums(ctx context.Context) ([]Sum, error) {
	var sums []Sum
	for page := firstPage(); ; {
		part, err := gatewayclient.Do(ctx, b.client, cash.GetTotals, page, gatewayclient.AtPeer(b.msp))
		if err != nil {
			return nil, err
		}
		for _, sum := range part.Sums {
			if sums, err = into(sums, sum); err != nil {
				return nil, err
			}
		}
		if part.Next == "" {
			slices.SortFunc(sums, func(a, b Sum) int { return strings.Compare(name(a), name(b)) })
			return sums, nil
		}
		page.After = part.Next
	}
}

func name(s Sum) string { return s.Currency.String() + " of " + s.Bank }

// into adds a page's sum to that of the same currency and bank.
func into(sums []Sum, part Sum) ([]Sum, error) {
	at := slices.IndexFunc(sums, func(s Sum) bool { return name(s) == name(part) })
	if at < 0 {
		return append(sums, part), nil
	}
	var errs [3]error
	s := &sums[at]
	s.Balances, errs[0] = s.Balances.Add(part.Balances)
	s.Issued, errs[1] = s.Issued.Add(part.Issued)
	s.Held, errs[2] = s.Held.Add(part.Held)
	return sums, errors.Join(errs[:]...)
}
