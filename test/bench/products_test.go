// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProductsAreChosenByName(t *testing.T) {
	all, err := choose("")
	require.NoError(t, err)
	require.Len(t, all, len(products()))
	for _, product := range all {
		one, err := choose(product.Name)
		require.NoError(t, err)
		require.Len(t, one, 1)
		require.Equal(t, product.Name, one[0].Name)
	}
	_, err = choose("barter")
	require.ErrorContains(t, err, "cash, supplychain")
}
