// SPDX-License-Identifier: Apache-2.0

// Command consortvet refuses chaincode on which honest endorsers could disagree.
//
//	go run ./test/analysis/cmd/consortvet ./chaincode/...
//	go build -o consortvet ./test/analysis/cmd/consortvet && go vet -vettool=$PWD/consortvet ./chaincode/...
//
// It exits with 0 if there is no finding, 3 (or 1 under go vet) if there are
// some. "consortvet help" lists the rules; package determinism explains them.
package main
