// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/consort-finance/consort/test/bench/bonds"
	"github.com/consort-finance/consort/test/bench/covers"
	"github.com/consort-finance/consort/test/bench/payments"
	"github.com/consort-finance/consort/test/bench/receivables"
	"github.com/consort-finance/consort/test/bench/trial"
)

// products are all that there are, in the order in which they are measured.
func products() []trial.Product {
	return []trial.Product{
		payments.Product(),
		receivables.Product(),
		bonds.Product(),
		covers.Product(),
	}
}

// choose answers the product of a name, or all when it is empty.
func choose(name string) ([]trial.Product, error) {
	all := products()
	if name == "" {
		return all, nil
	}
	names := make([]string, len(all))
	for i, product := range all {
		if names[i] = product.Name; product.Name == name {
			return []trial.Product{product}, nil
		}
	}
	return nil, fmt.Errorf("no product %q: there are %s", name, strings.Join(names, ", "))
}
