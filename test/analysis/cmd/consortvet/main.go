// SPDX-License-Identifier: Apache-2.0

package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/consort-finance/consort/test/analysis/determinism"
)

func main() {
	multichecker.Main(determinism.Analyzers(determinism.House)...)
}
