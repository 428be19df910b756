// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/consort-finance/consort/network/builder"
)

func main() {
	program := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if err := builder.Run(program, os.Args[1:], os.Getenv(builder.ConfigVariable)); err != nil {
		fmt.Fprintf(os.Stderr, "%s%s: %v\n", builder.Complaint, program, err)
		os.Exit(1)
	}
}
