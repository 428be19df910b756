// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/test/desk"
)

// Workers is how many single transactions are on their way at a time.
const Workers = 128

// Ground is what all products of a run share: a network that is founded, where banks are open for business.
type Ground struct {
	*desk.Desks
	// Network is what they all are on.
	Network *consortium.Consortium
	// Alice is a customer of northbank, who makes the payments.
	Alice *gatewayclient.Client
	// Noop is the contract that does nothing, under load.
	Noop *Workload
	// Say tells how far the run is.
	Say func(format string, args ...any)
}

// Product is what is compared of one product.
type Product struct {
	// Name chooses it on the command line; it is the chaincode's.
	Name string
	// Open prepares the ground for the plan that it answers.
	Open func(context.Context, *Ground) (*Plan, error)
}

// Plan is what a run does for a product.
type Plan struct {
	Comparisons []Comparison
	// Figures were counted while the plan was made: a number of transactions or of lost races, which needs no pairs.
	Figures []Figure
	// Rest puts in order, after each comparison, what it used up; nil for nothing.
	Rest func(context.Context) error
	// Check tells, after the last round, whether the product's books are right; nil where the sums of all money say it all.
	Check func(context.Context) error
}

// Comparison is of two workloads: over's rate divided by under's, its control, and what that is to reach.
type Comparison struct {
	Name        string
	Over, Under *Workload
	Goal        float64
}

// Figure is a number that was counted, and its bound.
type Figure struct {
	Name  string
	Value float64
	Goal  float64
	// Least tells that the value is to reach the goal rather than stay within it.
	Least bool
}

// Reached tells whether the value keeps its bound.
func (f Figure) Reached() bool {
	if f.Least {
		return f.Value >= f.Goal
	}
	return f.Value <= f.Goal
}
