// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/desk"
)

// Desks connects people of a network, and carries out what takes several of them. Many goroutines may use it.
type Desks struct{ *desk.Desks }

// Open makes desks in a network.
func Open(network *consortium.Consortium) *Desks { return &Desks{desk.Open(network)} }
