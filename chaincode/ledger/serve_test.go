// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

type emptyContract struct{}

func newEmpty(house House) (*Chaincode, error) { return New("empty", house, emptyContract{}, nil) }

// freeAddress is an address at which nobody listened a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	return listener.Addr().String()
}

// serving starts a server and answers how to stop it.
func serving(t *testing.T, values map[string]string) (address string, stop func() error) {
	t.Helper()
	values["CHAINCODE_SERVER_ADDRESS"], values["CHAINCODE_ID"] = freeAddress(t), "empty:1"
	env, err := ReadEnvironment(variables(values))
	require.NoError(t, err)
	cc, err := newEmpty(env.House)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, cc, env) }()
	return env.Address, func() error {
		cancel()
		return <-done
	}
}

// register connects as a peer does and answers what the chaincode says first.
func register(t *testing.T, address string, creds credentials.TransportCredentials, options ...grpc.CallOption) (*peer.ChaincodeMessage, error) {
	t.Helper()
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(creds))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, connection.Close()) })
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	t.Cleanup(cancel)
	stream, err := peer.NewChaincodeClient(connection).Connect(ctx, options...)
	if err != nil {
		return nil, err
	}
	return stream.Recv()
}

func TestServerRegistersAndStops(t *testing.T) {
	address, stop := serving(t, map[string]string{"CHAINCODE_TLS_DISABLED": "true"})
	message, err := register(t, address, insecure.NewCredentials(), grpc.WaitForReady(true))
	require.NoError(t, err)
	require.Equal(t, peer.ChaincodeMessage_REGISTER, message.GetType())
	require.NoError(t, stop(), "with a peer connected")
	_, err = net.DialTimeout("tcp", address, time.Second)
	require.Error(t, err)
}

func TestServerDemandsThePeersCertificate(t *testing.T) {
	files, stranger := newTLSFiles(t), newTLSFiles(t)
	address, stop := serving(t, map[string]string{
		"CHAINCODE_TLS_KEY": files.key, "CHAINCODE_TLS_CERT": files.cert, "CHAINCODE_CLIENT_CA_CERT": files.cert,
	})
	authorities, err := readAuthorities(files.cert)
	require.NoError(t, err)
	client := func(own tlsFiles) credentials.TransportCredentials {
		pair, err := readPair(own.cert, own.key)
		require.NoError(t, err)
		return credentials.NewTLS(&tls.Config{ServerName: "localhost", RootCAs: authorities, Certificates: []tls.Certificate{pair}})
	}
	message, err := register(t, address, client(files), grpc.WaitForReady(true))
	require.NoError(t, err)
	require.Equal(t, peer.ChaincodeMessage_REGISTER, message.GetType())
	_, err = register(t, address, client(stranger))
	require.Error(t, err)
	_, err = register(t, address, credentials.NewTLS(&tls.Config{ServerName: "localhost", RootCAs: authorities}))
	require.Error(t, err)
	require.NoError(t, stop())
}

func TestServerSaysWhyItCannotStart(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	taken := map[string]string{
		"CHAINCODE_ID": "x", "CHAINCODE_TLS_DISABLED": "true", "CHAINCODE_SERVER_ADDRESS": listener.Addr().String(),
	}
	require.ErrorContains(t, run(variables(taken), newEmpty), "CHAINCODE_SERVER_ADDRESS "+listener.Addr().String())
	require.ErrorContains(t, run(variables(nil), newEmpty), "environment: CHAINCODE_ID is not set")
	broken := func(House) (*Chaincode, error) { return nil, errors.New("broken contract") }
	require.EqualError(t, run(variables(taken), broken), "broken contract")
}

func TestMainEndsWithALineAndStatusOne(t *testing.T) {
	if os.Getenv("LEDGER_TEST_MAIN") == "1" {
		Main(newEmpty)
		return
	}
	command := exec.Command(os.Args[0], "-test.run=^TestMainEndsWithALineAndStatusOne$")
	command.Env = []string{"LEDGER_TEST_MAIN=1"}
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 1, exit.ExitCode())
	require.Contains(t, string(output), "environment: CHAINCODE_ID is not set")
	require.NotContains(t, string(output), "goroutine")
}

// slow is a chaincode whose transaction ends when it is told to.
type slow struct{ entered, leave chan struct{} }

func (s slow) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (s slow) Invoke(shim.ChaincodeStubInterface) *peer.Response {
	s.entered <- struct{}{}
	<-s.leave
	return shim.Success(nil)
}

func TestStoppingServerLetsTransactionsFinish(t *testing.T) {
	s := slow{make(chan struct{}), make(chan struct{})}
	busy := &tally{chaincode: s}
	finished := make(chan int32, 1)
	go func() { finished <- busy.Invoke(nil).GetStatus() }()
	<-s.entered
	waited := make(chan struct{})
	go func() {
		busy.wait(time.Minute)
		close(waited)
	}()
	close(s.leave)
	<-waited
	require.Equal(t, int32(shim.OK), <-finished)

	stuck := slow{make(chan struct{}), make(chan struct{})}
	busy = &tally{chaincode: stuck}
	go busy.Invoke(nil)
	<-stuck.entered
	busy.wait(time.Millisecond) // comes back all the same
	close(stuck.leave)
}
