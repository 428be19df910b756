// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/network/audit"
	"github.com/consort-finance/consort/test/desk"
)

// each is of how many policies one is looked at, beside those with claims.
const each = 20

// books are what a peer has.
type books struct {
	policies  []insurance.PolicyBooks
	programme insurance.ProgrammeBooks
}

// check holds the books of policies and of the programme to their laws at every peer, and peers to each other.
func (m *market) check(ctx context.Context) error {
	if err := m.Level(ctx); err != nil {
		return err
	}
	var first *books
	for _, member := range m.Members() {
		read, err := m.books(ctx, member)
		if err == nil {
			err = read.sound()
		}
		if err != nil {
			return fmt.Errorf("peer of %s: %w", member, err)
		}
		if first == nil {
			first = read
		}
		if !reflect.DeepEqual(first, read) {
			return fmt.Errorf("peer of %s: it has other books than the first", member)
		}
	}
	return nil
}

// sound tells the first breach of a law, if there is one.
func (b *books) sound() error {
	found := []insurance.Breaches{b.programme.Audit()}
	for _, policy := range b.policies {
		if policy.Premium.Open.Sign() != 0 {
			return fmt.Errorf("policy %s: %s is open", policy.Policy.ID, policy.Premium.Open)
		}
		found = append(found, policy.Audit())
	}
	var all []string
	for _, breaches := range found {
		all = slices.Concat(all, breaches.Premium, breaches.Claims, breaches.Limits, breaches.Cessions)
	}
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%d breaches, the first: %s", len(all), all[0])
}

// sampled are the policies that are looked at: all with claims, and some of the others.
func sampled() []insurance.PolicyID {
	var all []insurance.PolicyID
	for n := range homes {
		if n < struck || n%each == 0 {
			all = append(all, home(n))
		}
	}
	for n := 0; n < farmsInAll; n += each {
		all = append(all, farm(n))
	}
	return all
}

// books are what the peer of a member has.
func (m *market) books(ctx context.Context, member string) (*books, error) {
	client, err := m.At(ctx, member, desk.Officer)
	if err != nil {
		return nil, err
	}
	read, at := &books{}, audit.At(client)
	if read.policies, err = at.Policies(ctx, sampled()...); err != nil {
		return nil, err
	}
	read.programme, err = at.Programme(ctx, programme)
	return read, err
}
