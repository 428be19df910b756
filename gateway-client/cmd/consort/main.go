// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{getenv: os.Getenv}
	err := a.root().ExecuteContext(ctx)
	stop()
	os.Exit(a.report(err, os.Stdout, os.Stderr))
}
