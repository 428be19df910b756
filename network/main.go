// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/consort-finance/consort/network/topology"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := root().ExecuteContext(ctx)
	interrupted := ctx.Err() != nil
	stop()
	if err == nil {
		return
	}
	if interrupted && errors.Is(err, context.Canceled) {
		err = errors.New("interrupted: `status` shows what runs, `down` stops it, `up` goes on")
	}
	var file *topology.Error // its lines begin with file and line, as editors like them
	if errors.As(err, &file) {
		fmt.Fprintln(os.Stderr, file)
	} else {
		fmt.Fprintln(os.Stderr, "consort:", err)
	}
	os.Exit(1)
}
