// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

const (
	// stopTime is how long a stopping server waits for transactions under way.
	stopTime = 5 * time.Second
	// messageSizeMax is the size of a message between peer and chaincode, as in the shim's own server.
	messageSizeMax = 100 << 20
)

// Main serves the chaincode that build makes, as the environment says, until the process gets SIGTERM or SIGINT. It
// ends the process with a line on standard error and status 1 when that is not possible.
func Main(build func(House) (*Chaincode, error)) {
	if err := run(os.LookupEnv, build); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[0], err)
		os.Exit(1)
	}
}

func run(lookup func(string) (string, bool), build func(House) (*Chaincode, error)) error {
	env, err := ReadEnvironment(lookup)
	if err != nil {
		return fmt.Errorf("environment: %w", err)
	}
	cc, err := build(env.House)
	if err != nil {
		return err
	}
	if env.Address == "" {
		if err := shim.Start(cc); err != nil {
			return fmt.Errorf("chaincode launched by a peer (CHAINCODE_SERVER_ADDRESS is not set): %w", err)
		}
		return nil
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	return Serve(ctx, cc, env)
}

// Serve answers peers at the environment's address until the context ends; then it lets transactions under way finish
// for a few seconds.
func Serve(ctx context.Context, cc *Chaincode, env Environment) error {
	listener, err := net.Listen("tcp", env.Address)
	if err != nil {
		return fmt.Errorf("CHAINCODE_SERVER_ADDRESS %s: %w", env.Address, err)
	}
	busy := &tally{chaincode: cc}
	server := grpc.NewServer(serverOptions(env)...)
	peer.RegisterChaincodeServer(server, &shim.ChaincodeServer{CCID: env.ID, CC: busy})
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve chaincode %s: %w", cc.name, err)
	case <-ctx.Done():
	}
	busy.wait(stopTime)
	server.Stop()
	<-served
	return nil
}

// serverOptions are those of the shim's own server (fabric-chaincode-go shim/internal/server.go), which cannot be
// stopped.
func serverOptions(env Environment) []grpc.ServerOption {
	options := []grpc.ServerOption{
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: time.Minute, Timeout: 20 * time.Second}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: time.Minute, PermitWithoutStream: true}),
		grpc.MaxSendMsgSize(messageSizeMax),
		grpc.MaxRecvMsgSize(messageSizeMax),
		grpc.ConnectionTimeout(5 * time.Second),
	}
	if env.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(env.TLS)))
	}
	return options
}

// tally knows when no transaction is under way.
type tally struct {
	chaincode shim.Chaincode
	underWay  sync.RWMutex // held for reading by each transaction
}

// Init passes on.
func (t *tally) Init(stub shim.ChaincodeStubInterface) *peer.Response { return t.chaincode.Init(stub) }

// Invoke passes on.
func (t *tally) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	t.underWay.RLock()
	defer t.underWay.RUnlock()
	return t.chaincode.Invoke(stub)
}

// wait returns when nothing is under way, or after the given time. Transactions that arrive meanwhile wait, too.
func (t *tally) wait(atMost time.Duration) {
	idle := make(chan struct{})
	go func() {
		t.underWay.Lock()
		defer t.underWay.Unlock()
		close(idle)
	}()
	select {
	case <-idle:
	case <-time.After(atMost):
	}
}
